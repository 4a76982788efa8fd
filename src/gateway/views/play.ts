import type { Notice } from '../../domain/notice.ts'
import { LIST_LIMIT } from '../../domain/track.ts'
import { noticeText } from './notice.ts'
import { pauseRow } from './pause-row.ts'
import type { View } from './view.ts'

/** The outcome of a `/play`, with a button where it plays; `cut`: it was for a list that goes on. */
export const playView =
  (notice: Notice, cut: boolean): View =>
  (words) => {
    const told = noticeText(notice, words)
    const content = cut ? `${told}\n${words.queue.cut(LIST_LIMIT)}` : told
    const plays = notice.kind === 'playing' || notice.kind === 'starting'
    return { content, ...(plays ? { components: [pauseRow(false, words)] } : {}) }
  }
