import { SegueError } from '../../base/error.ts'
import type { Queue } from '../../domain/queue.ts'
import { titleOf } from './title.ts'
import { lengthOf } from './track-length.ts'
import type { View } from './view.ts'

const TRACKS_A_PAGE = 10

/** Page `page` (from 1) of what has played, the latest first; behind the last one, that. Throws 'nothing-before'. */
export function historyView(played: Queue, wanted: number): View {
  if (played.length === 0) throw new SegueError('nothing-before')
  const pages = Math.ceil(played.length / TRACKS_A_PAGE)
  const page = Math.min(wanted, pages)
  const first = (page - 1) * TRACKS_A_PAGE
  const shown = played.toReversed().slice(first, first + TRACKS_A_PAGE)
  return ({ queue, past }) => {
    const lines = shown.map((track, index) => {
      const length = lengthOf(track, queue)
      const about = [...(length === null ? [] : [length]), `<@${track.requestedBy}>`]
      return `\`${first + index + 1}\` ${titleOf(track)} (${about.join(' · ')})`
    })
    return { content: [past.played, ...lines, queue.page(page, pages)].join('\n') }
  }
}
