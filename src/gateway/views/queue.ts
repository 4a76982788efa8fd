import {
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import { SegueError } from '../../base/error.ts'
import type { PlayerState } from '../../domain/player/state.ts'
import type { Track } from '../../domain/track.ts'
import { formatTime } from '../words/time.ts'
import type { QueueWords, Words } from '../words/words.ts'
import { customId } from './custom-id.ts'
import { fitIn, titleOf } from './title.ts'
import { lengthOf } from './track-length.ts'
import { trackMenu } from './track-menu.ts'
import type { View } from './view.ts'

const TRACKS_A_PAGE = 10
/** Of the 4,000 characters that a message's texts may have together. */
const TEXT_LIMIT = 3_500

/** Page `page` (from 1) of what follows. Throws 'queue-empty' or 'bad-index'. */
export function queueView(state: PlayerState, page: number): View {
  const { current, upcoming } = state
  if (current === null && upcoming.length === 0) throw new SegueError('queue-empty')
  if (!Number.isInteger(page) || page < 1 || page > pagesOf(state))
    throw new SegueError('bad-index')
  return pageView(state, page)
}

/** That page, or the nearest there is: the queue may have become shorter since somebody saw it. */
export const nearestPage = (state: PlayerState, page: number): View =>
  pageView(state, Math.min(Math.max(1, page), pagesOf(state)))

const pagesOf = ({ upcoming }: PlayerState): number =>
  Math.max(1, Math.ceil(upcoming.length / TRACKS_A_PAGE))

/** Its buttons and menus carry the page and the message's language. */
const pageView =
  (state: PlayerState, page: number): View =>
  (words) => {
    const { queue } = words
    const first = (page - 1) * TRACKS_A_PAGE
    const tracks = state.upcoming.slice(first, first + TRACKS_A_PAGE)
    const at = [String(page), words.locales[0] ?? ''] as const
    const components: APIComponentInContainer[] = [
      {
        type: ComponentType.TextDisplay,
        content: fitIn(pageText(state, page, tracks, queue), TEXT_LIMIT),
      },
      ...trackMenu(customId('queue-jump', ...at), queue.pick, tracks, first + 1, queue),
      ...trackMenu(customId('queue-remove', ...at), queue.drop, tracks, first + 1, queue),
      { type: ComponentType.ActionRow, components: pageButtons(page, pagesOf(state), words) },
    ]
    const layout: APIMessageTopLevelComponent[] = [{ type: ComponentType.Container, components }]
    return { layout }
  }

/** Back, the same page as it is now, and on. */
function pageButtons(
  page: number,
  pages: number,
  { locales }: Words,
): APIButtonComponentWithCustomId[] {
  const to = (emoji: string, number: number): APIButtonComponentWithCustomId => ({
    ...{ type: ComponentType.Button, style: ButtonStyle.Secondary, emoji: { name: emoji } },
    custom_id: customId('queue-page', String(number), locales[0] ?? ''),
    disabled: number < 1 || number > pages,
  })
  return [to('◀️', page - 1), to('🔄', page), to('▶️', page + 1)]
}

function pageText(
  state: PlayerState,
  page: number,
  tracks: readonly Track[],
  queue: QueueWords,
): string {
  const { current, upcoming, loop } = state
  const first = (page - 1) * TRACKS_A_PAGE
  const lines = tracks.map((track, index) => {
    const length = lengthOf(track, queue)
    return `\`${first + index + 1}\` ${titleOf(track)} ${length === null ? '' : `(${length})`}`
  })
  const now = current === null ? queue.silence : queue.now(titleOf(current.track))
  const end = [
    queue.page(page, pagesOf(state)),
    queue.queued(upcoming.length),
    totalOf(upcoming, queue),
    ...(loop === 'off' ? [] : [queue.loop(loop)]),
  ]
  return [now, ...lines, end.join(' · ')].join('\n')
}

function totalOf(tracks: readonly Track[], queue: QueueWords): string {
  const known = tracks.filter((track) => track.durationMs !== null)
  const total = formatTime(known.reduce((sum, track) => sum + (track.durationMs ?? 0), 0))
  return known.length === tracks.length ? total : queue.moreThan(total)
}
