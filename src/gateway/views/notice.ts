import type { Notice } from '../../domain/notice.ts'
import type { Told, Words } from '../words/words.ts'
import { requestRow } from './request.ts'
import { titleOf } from './title.ts'
import type { View } from './view.ts'

/**
 * What happened, for the channel or for the one who asked. `messageContent`: whether what's written
 * in a request channel is a request.
 */
export const noticeView =
  (notice: Notice, messageContent = false): View =>
  (words) => {
    const content = noticeText(notice, words)
    if (notice.kind !== 'request-here') return { content }
    return {
      content: messageContent ? `${content}\n${words.requests.typeHere}` : content,
      components: [requestRow(words)],
    }
  }

/** The same as a sentence. */
export function noticeText(notice: Notice, words: Words): string {
  // One kind's words take that kind's notice; the compiler doesn't follow this through the union.
  const say = words.notices[notice.kind] as (told: Told<Notice['kind']>) => string
  return [say(toldOf(notice)), ...remarksIn(notice, words)].join('\n')
}

function remarksIn(notice: Notice, { remarks }: Words): string[] {
  if (notice.kind !== 'playing' && notice.kind !== 'queued') return []
  const { left = 0, twice = 0 } = notice
  return [...(left > 0 ? [remarks.left(left)] : []), ...(twice > 0 ? [remarks.twice(twice)] : [])]
}

function toldOf(notice: Notice): Told<Notice['kind']> {
  const titles = {
    ...('track' in notice ? { track: titleOf(notice.track) } : {}),
    ...('other' in notice ? { other: titleOf(notice.other) } : {}),
    ...('next' in notice ? { next: notice.next && titleOf(notice.next) } : {}),
  }
  return { ...notice, ...titles } as Told<Notice['kind']>
}
