import type { FoundTrack } from '../../domain/track.ts'

const VIDEO_ID = /^[\w-]{11}$/
/** Paths that have a video's id behind them. */
const WITH_ID = /^\/(?:shorts|live|embed|v)\/([\w-]{11})$/

/** YouTube's id of that video; null: the track is something else. */
export function videoIdOf({ locator, pageUrl }: Pick<FoundTrack, 'locator' | 'pageUrl'>) {
  return idIn(locator) ?? (pageUrl === null ? null : idIn(pageUrl))
}

function idIn(link: string): string | null {
  const url = URL.parse(link)
  if (url === null) return null
  const host = url.hostname.replace(/^(?:www|m|music)\./, '')
  if (host === 'youtu.be') return known(url.pathname.slice(1))
  if (host !== 'youtube.com' && host !== 'youtube-nocookie.com') return null
  return known(url.searchParams.get('v') ?? WITH_ID.exec(url.pathname)?.[1] ?? '')
}

const known = (id: string): string | null => (VIDEO_ID.test(id) ? id : null)
