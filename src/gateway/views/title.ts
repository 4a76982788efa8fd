import { oneLine, shorten } from '../../base/one-line.ts'
import type { Current } from '../../domain/player/state.ts'
import type { Track } from '../../domain/track.ts'
import type { Title } from '../words/title.ts'

/** Discord's limit for a message's text, in characters. */
const MESSAGE_LIMIT = 2_000

/** The longest link that is shown: those of sites are far shorter. */
const URL_LIMIT = 512

/** Longest title or name that is shown, in characters before escaping. */
const TEXT_LIMIT = 80
/** Of what a station says, which often names an artist, a song and an album. */
const SAID_LIMIT = 120

/** The characters that begin Discord's markdown, mentions, emoji, timestamps or links. */
const MARKUP = /[\\*_~`|>#\-+[\]()<:]/g

/**
 * Text of a tag, page or file name as one harmless line: shortened, without markup, and with every
 * `@` separated from what follows, so that nothing looks like a mention.
 */
export function escapeText(text: string, limit = TEXT_LIMIT): string {
  const line = shorten(oneLine(text, ' '), limit)
  return line.replace(MARKUP, '\\$&').replaceAll('@', '@\u200b') || '\\-'
}

/** `**Artist – Title**`, harmless whatever the tags say; of at most `limit` characters before escaping. */
export function titleOf(track: Pick<Track, 'title' | 'artist'>, limit = TEXT_LIMIT): Title {
  return `**${titleText(track, limit)}**` as Title
}

/** What people hear: the track, or the station and what it says it plays. */
export function heardTitleOf({ track, said }: Pick<Current, 'track' | 'said'>): Title {
  return said === null ? titleOf(track) : (`${titleOf(track)} — ${saidTextOf(said.title)}` as Title)
}

/** What a station says it plays, harmless whatever that is. */
export const saidTextOf = (title: string): string => escapeText(title, SAID_LIMIT)

/** The same as plain text for a menu, which knows no markdown; at most `limit` characters. */
export function plainTitleOf({ title, artist }: Pick<Track, 'title' | 'artist'>, limit: number) {
  const name = oneLine(artist === null ? title : `${artist} – ${title}`, ' ')
  return shorten(name, limit) || '–'
}

/** What people hear as plain text, of at most `limit` characters. */
export function plainHeardTitleOf({ track, said }: Pick<Current, 'track' | 'said'>, limit: number) {
  if (said === null) return plainTitleOf(track, limit)
  return shorten(`${plainTitleOf(track, TEXT_LIMIT)} — ${oneLine(said.title, ' ')}`, limit)
}

function titleText({ title, artist }: Pick<Track, 'title' | 'artist'>, limit = TEXT_LIMIT): string {
  return escapeText(artist === null ? title : `${artist} – ${title}`, limit)
}

/** The track's name, linked to its page if it has one; harmless like `titleOf`. */
export function linkedTitleOf(track: Pick<Track, 'title' | 'artist' | 'pageUrl'>): string {
  const url = track.pageUrl === null ? null : URL.parse(track.pageUrl)
  const isWeb = url !== null && (url.protocol === 'https:' || url.protocol === 'http:')
  if (!isWeb || url.href.length > URL_LIMIT) return titleOf(track)
  // Markdown ends a link at its parenthesis, and URLs may hold them as they are.
  const href = url.href.replace(/[()]/g, (found) => (found === '(' ? '%28' : '%29'))
  return `**[${titleText(track)}](${href})**`
}

/** `**Name**` of what people name themselves, harmless whatever they wrote. */
export const nameOf = (name: string): Title => `**${escapeText(name)}**` as Title

/** A whole message, cut to what Discord takes. */
export const fit = (message: string): string => fitIn(message, MESSAGE_LIMIT)

/** Text cut to so many characters, between two that people see. */
export const fitIn = (text: string, limit: number): string => shorten(text, limit)

/** How many of the lines, from the first on, have room in so many characters. */
export function linesWithin(lines: readonly string[], characters: number): number {
  let left = characters
  const tooLong = lines.findIndex((line) => {
    left -= line.length + 1
    return left < 0
  })
  return tooLong === -1 ? lines.length : tooLong
}
