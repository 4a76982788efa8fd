import type { RawTags } from '../tags/tags.ts'
import { lrcTime, MOST_CHARS } from './lrc.ts'

const MOST_LINES = 1_000
/** How a tag counts time (ID3v2.4, SYLT): 2 is milliseconds; 1, frames, isn't a time. */
const MILLISECONDS = 2

/** The words in a file's tags: LRC if they have times, else plain text; null: none. */
export function embeddedLyrics({ common }: Pick<RawTags, 'common'>): string | null {
  const all: unknown[] = Array.isArray(common.lyrics) ? common.lyrics.slice(0, 8) : []
  const tags = all.map((one) => (typeof one === 'object' && one !== null ? one : { text: one }))
  const timed = tags.map(timedIn).find((text) => text !== '')
  if (timed !== undefined) return timed
  return tags.map(plainIn).find((text) => text !== '') ?? null
}

function timedIn(tag: { readonly syncText?: unknown; readonly timeStampFormat?: unknown }): string {
  const { syncText, timeStampFormat = MILLISECONDS } = tag
  if (!Array.isArray(syncText) || timeStampFormat !== MILLISECONDS) return ''
  const lines = syncText.slice(0, MOST_LINES).flatMap((line: unknown) => {
    const { text, timestamp } = (line ?? {}) as { text?: unknown; timestamp?: unknown }
    if (typeof text !== 'string' || typeof timestamp !== 'number' || !(timestamp >= 0)) return []
    return [`${lrcTime(timestamp)}${text.slice(0, 500).replaceAll(/[\r\n]+/g, ' ')}`]
  })
  return lines.join('\n')
}

const plainIn = ({ text }: { readonly text?: unknown }): string =>
  typeof text === 'string' ? text.slice(0, MOST_CHARS).trim() : ''
