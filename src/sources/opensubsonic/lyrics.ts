import { lrcTime, MOST_CHARS } from '../lyrics/lrc.ts'
import { type Fields, fieldsOf, listOf } from '../music-servers/answer.ts'

/** Layers and lines that are looked at: no song has more. */
const MOST_LAYERS = 20
const MOST_LINES = 1_000

/**
 * The words in an answer to getLyricsBySongId, as LRC or plain text: those with times before others, and no
 * translation. Null: none. (https://opensubsonic.netlify.app/docs/responses/structuredlyrics/)
 */
export function lyricsInList(payload: Fields): string | null {
  const layers = listOf(fieldsOf(payload.lyricsList).structuredLyrics, MOST_LAYERS)
  const main = layers.filter(({ kind }) => kind === undefined || kind === 'main')
  const best = main.find(({ synced }) => synced === true) ?? main[0]
  if (best === undefined) return null
  const offsetMs = typeof best.offset === 'number' ? best.offset : 0
  const lines = listOf(best.line, MOST_LINES).map(({ start, value }) => {
    const text =
      typeof value === 'string' ? value.slice(0, MOST_CHARS).replace(/[\r\n]+/g, ' ') : ''
    if (best.synced !== true || typeof start !== 'number') return text
    // A positive offset lets the words come sooner, as in LRC.
    return `${lrcTime(Math.max(0, start - offsetMs))}${text}`
  })
  return wordsOf(lines.join('\n'))
}

/** The words in an answer to getLyrics, as plain text; null: none. */
export function lyricsOfText(payload: Fields): string | null {
  const { value } = fieldsOf(payload.lyrics)
  return typeof value === 'string' ? wordsOf(value) : null
}

const wordsOf = (text: string): string | null =>
  text.trim() === '' ? null : text.slice(0, MOST_CHARS)
