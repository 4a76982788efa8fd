import { lrcTime, MOST_CHARS } from '../lyrics/lrc.ts'
import { type Fields, listOf } from '../music-servers/answer.ts'
import { TICKS_PER_MS } from './item.ts'

const MOST_LINES = 1_000

/** The words of a LyricDto (https://api.jellyfin.org), as LRC or plain text; null: none. */
export function lyricsIn(answer: Fields): string | null {
  const lines = listOf(answer.Lyrics, MOST_LINES).map(({ Text, Start }) => {
    const text = typeof Text === 'string' ? Text.slice(0, MOST_CHARS).replace(/[\r\n]+/g, ' ') : ''
    return typeof Start === 'number' ? `${lrcTime(Math.max(0, Start / TICKS_PER_MS))}${text}` : text
  })
  const words = lines.join('\n')
  return words.trim() === '' ? null : words.slice(0, MOST_CHARS)
}
