import type { Stretch } from './info.ts'

/** The most tracks of one page of the web; YouTube's own playlists end there as well. */
export const LIST_LIMIT = 5_000

/**
 * The pages in which a list is asked for. Each is a run that walks the list from its beginning, so
 * that they grow: the whole costs about twice what one run for all of it would. The first is short,
 * since somebody waits for it: 100 is what YouTube tells in one answer.
 */
export const FIRST_PAGE: Stretch = { from: 1, to: 100 }
export const LATER_PAGES: readonly Stretch[] = [
  { from: 101, to: 500 },
  { from: 501, to: 2_000 },
  { from: 2_001, to: LIST_LIMIT },
]

/** How yt-dlp is told which; one more tells whether there are more. */
export const itemsOf = ({ from, to }: Stretch): string => `--playlist-items=${from}:${to + 1}`
