import type { Arriving } from '../../domain/arriving.ts'
import type { Notice } from '../../domain/notice.ts'
import type { Words } from '../words/words.ts'
import { noticeText } from './notice.ts'
import { pauseRow } from './pause-row.ts'
import type { View } from './view.ts'

/** The outcome of a `/play`, with a button where it plays; `list`: what it was for came in pages. */
export const playView =
  (notice: Notice, list: Arriving | null): View =>
  (words) => {
    const plays = notice.kind === 'playing' || notice.kind === 'starting'
    const content = list === null ? noticeText(notice, words) : listText(notice, list, words)
    return { content, ...(plays ? { components: [pauseRow(false, words)] } : {}) }
  }

/** The same once more tracks are there; the button stays as it is. */
export const arrivingView =
  (notice: Notice, list: Arriving): View =>
  (words) => ({ content: listText(notice, list, words) })

function listText(notice: Notice, list: Arriving, words: Words): string {
  const told = 'more' in notice ? { ...notice, more: list.count - 1 } : notice
  return `${noticeText(told, words)}\n${stageOf(list, words)}`
}

function stageOf({ count, total, outcome }: Arriving, { list }: Words): string {
  switch (outcome?.kind) {
    case undefined:
      return list.adding(count, total)
    case 'whole':
      return list.added(count)
    case 'ended':
      return list.ended(count)
    case 'failed':
      return list.failed(count, outcome.code)
  }
}
