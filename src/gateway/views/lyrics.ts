import { ComponentType } from 'discord.js'
import { isSynced, type Lyrics, lineAt } from '../../domain/lyrics.ts'
import type { LyricsWords } from '../words/lyrics.ts'
import { escapeText, titleOf } from './title.ts'
import type { Shown, View } from './view.ts'

/** Discord's limit for all text of a message in components is 4,000 characters; some are the frame's. */
const MOST_CHARS = 3_600
const LINE_CHARS = 200
/** Lines around the one that's sung. */
const BEFORE = 3
const AFTER = 6
const COLOUR = 0x5865f2

/** All the words, as far as they fit. */
export const lyricsView =
  (lyrics: Lyrics): View =>
  ({ lyrics: words }) => {
    const body: string[] = []
    let left = MOST_CHARS
    for (const { text } of lyrics.lines) {
      const line = text === '' ? '' : escapeText(text, LINE_CHARS)
      left -= line.length + 1
      if (left < 0) break
      body.push(line)
    }
    if (body.length < lyrics.lines.length) body.push(words.cut)
    return framed(lyrics, body.length === 0 ? [words.instrumental] : body, words)
  }

/** The line that's sung at `positionMs`, and those around it; all words where they have no times. */
export function sungView(lyrics: Lyrics, positionMs: number): View {
  if (!isSynced(lyrics)) return lyricsView(lyrics)
  const now = lineAt(lyrics, positionMs)
  const first = Math.max(0, now - BEFORE)
  const around = lyrics.lines.slice(first, Math.max(0, now) + AFTER + 1)
  const body = around.map(({ text }, index) => {
    const line = text === '' ? '♪' : escapeText(text, LINE_CHARS)
    return first + index === now ? `**${line}**` : `-# ${line}`
  })
  return ({ lyrics: words }) => framed(lyrics, body, words)
}

function framed(lyrics: Lyrics, body: readonly string[], words: LyricsWords): Shown {
  const from = lyrics.from === null ? words.fromFile : words.from(escapeText(lyrics.from))
  const texts = [`### ${titleOf(lyrics)}`, body.join('\n'), `-# ${from}`]
  return {
    layout: [
      {
        type: ComponentType.Container,
        accent_color: COLOUR,
        components: texts.map((content) => ({ type: ComponentType.TextDisplay, content })),
      },
    ],
  }
}
