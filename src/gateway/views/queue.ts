import { SegueError } from '../../base/error.ts'
import type { PlayerState } from '../../domain/player/state.ts'
import type { Track } from '../../domain/track.ts'
import { formatTime } from '../words/time.ts'
import type { QueueWords } from '../words/words.ts'
import { titleOf } from './title.ts'
import type { View } from './view.ts'

const TRACKS_A_PAGE = 10

/** Page `page` (from 1) of what follows. Throws 'queue-empty' or 'bad-index'. */
export function queueView(state: PlayerState, page: number): View {
  const { current, upcoming } = state
  if (current === null && upcoming.length === 0) throw new SegueError('queue-empty')
  const pages = Math.max(1, Math.ceil(upcoming.length / TRACKS_A_PAGE))
  if (!Number.isInteger(page) || page < 1 || page > pages) throw new SegueError('bad-index')
  return ({ queue }) => ({ content: pageText(state, page, pages, queue) })
}

function pageText(
  { current, upcoming, loop }: PlayerState,
  page: number,
  pages: number,
  queue: QueueWords,
): string {
  const first = (page - 1) * TRACKS_A_PAGE
  const lines = upcoming
    .slice(first, first + TRACKS_A_PAGE)
    .map((track, index) => `\`${first + index + 1}\` ${titleOf(track)} ${lengthOf(track, queue)}`)
  const now = current === null ? queue.silence : queue.now(titleOf(current.track))
  const end = [
    queue.page(page, pages),
    queue.queued(upcoming.length),
    totalOf(upcoming, queue),
    ...(loop === 'off' ? [] : [queue.loop(loop)]),
  ]
  return [now, ...lines, end.join(' · ')].join('\n')
}

function lengthOf(track: Track, queue: QueueWords): string {
  if (track.live) return `(${queue.live})`
  return track.durationMs === null ? '' : `(${formatTime(track.durationMs)})`
}

function totalOf(tracks: readonly Track[], queue: QueueWords): string {
  const known = tracks.filter((track) => track.durationMs !== null)
  const total = formatTime(known.reduce((sum, track) => sum + (track.durationMs ?? 0), 0))
  return known.length === tracks.length ? total : queue.moreThan(total)
}
