import type { LyricsLine } from '../../domain/lyrics.ts'
import { cleanText } from '../clean-text.ts'

/** Longer lyrics are cut: no song has so many words. */
export const MOST_CHARS = 64 * 1024
const MOST_LINES = 1_000
const LINE_CHARS = 200
const MOST_OFFSET_MS = 60 * 60_000

const TIME = /^\s*\[(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?\]/
const WORD_TIME = /<\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?>/g
const FIELD = /^\s*\[([a-z#]{1,10}):([^\]]*)\]\s*$/i

/**
 * Lines of lyrics: LRC, with a time or several before each line (and in the enhanced form before each
 * word), or plain text. Where some lines have times, those without are left out.
 */
export function lyricsIn(text: string): LyricsLine[] {
  const plain: LyricsLine[] = []
  const timed: { atMs: number; text: string }[] = []
  let offsetMs = 0
  for (const line of text.slice(0, MOST_CHARS).split(/\r\n|\r|\n/)) {
    const field = FIELD.exec(line)
    if (field !== null && !TIME.test(line)) {
      // A positive offset lets the words come sooner.
      if (field[1]?.toLowerCase() === 'offset') offsetMs = offsetIn(field[2])
      continue
    }
    const { times, rest } = timesOf(line)
    const words = cleanText(rest.replace(WORD_TIME, ' '), LINE_CHARS) ?? ''
    if (times.length === 0) plain.push({ atMs: null, text: words })
    for (const atMs of times) timed.push({ atMs, text: words })
    if (plain.length >= MOST_LINES || timed.length >= MOST_LINES) break
  }
  if (timed.length === 0) return trimmed(plain)
  return timed
    .map(({ atMs, text: words }) => ({ atMs: Math.max(0, atMs - offsetMs), text: words }))
    .sort((one, other) => one.atMs - other.atMs)
}

/** Zero for what's no number, or more than a song is long. */
function offsetIn(text: string | undefined): number {
  const ms = Math.trunc(Number(text))
  return Math.abs(ms) <= MOST_OFFSET_MS ? ms : 0
}

function timesOf(line: string): { times: number[]; rest: string } {
  const times: number[] = []
  let rest = line
  for (let found = TIME.exec(rest); found !== null && times.length < 50; found = TIME.exec(rest)) {
    const [whole, minutes, seconds, fraction = '0'] = found
    times.push(Number(minutes) * 60_000 + Math.round(Number(`${seconds}.${fraction}`) * 1_000))
    rest = rest.slice(whole.length)
  }
  return { times, rest }
}

/** Without empty lines at both ends, and with at most one between two stanzas. */
function trimmed(lines: readonly LyricsLine[]): LyricsLine[] {
  const single = lines.filter(({ text }, at) => text !== '' || lines[at - 1]?.text !== '')
  const first = single.findIndex(({ text }) => text !== '')
  const last = single.findLastIndex(({ text }) => text !== '')
  return first < 0 ? [] : single.slice(first, last + 1)
}

/** A time as LRC writes it. */
export function lrcTime(ms: number): string {
  const hundredths = Math.round(ms / 10)
  const minutes = String(Math.floor(hundredths / 6_000)).padStart(2, '0')
  return `[${minutes}:${((hundredths % 6_000) / 100).toFixed(2).padStart(5, '0')}]`
}
