import { fold } from '../base/fold.ts'
import type { FoundTrack, Named as Recording } from './track.ts'

/** A song as people would name it. */
export interface Song {
  /** Null: nobody knows whose it is. */
  readonly artist: string | null
  readonly title: string
}

type Named = Pick<FoundTrack, 'artist' | 'title'>

/** The words by which a track is looked for that only has a name. */
export const wordsFor = ({ artist, title }: Named): string =>
  artist === null ? title : `${artist} - ${title}`

/**
 * What's told of a recording by a track that only has a name and has to be looked for; null: it names
 * a link or a place, or words that somebody typed.
 */
export function namedBy(track: FoundTrack): Recording | null {
  const { source, locator, title, artist, album, durationMs, isrc } = track
  if (source !== 'query') return null
  const isName =
    locator === wordsFor(track) || (!/[\\/]/.test(locator) && fold(locator).includes(fold(title)))
  const isTold = artist !== null || durationMs !== null || isrc !== undefined
  if (!isName || !isTold) return null
  return { title, artist, album, durationMs, ...(isrc === undefined ? {} : { isrc }) }
}

/** Longer names aren't looked into. */
const LONGEST = 300
/** What sites write behind a title, in brackets or behind a bar, and what isn't part of its name. */
const NOISE =
  /\b(?:official|lyrics?|video|videoclip|clip|audio|visuali[sz]er|hd|hq|4k|m\/?v|remaster(?:ed)?|explicit|clean|prod|feat|ft|with lyrics|letra|paroles|topic|vevo)\b/i
const BRACKETS = /[([【「{]([^()[\]【】「」{}]*)[)\]】」}]/g
const DASH = /\s+[-–—]\s+/

/**
 * The song in a track's names: "Artist - Title (Official Video)" of a channel is that artist's title.
 * The likeliest reading first, at most two: a dash may also be part of a title.
 */
export function songsOf({ artist, title }: Named): readonly [Song, ...Song[]] {
  const by = artist === null ? null : plainArtist(artist)
  const whole = plainTitle(title)
  const [left = '', ...rest] = whole.split(DASH)
  const right = rest.join(' - ')
  if (right === '' || left === '') return [{ artist: by, title: whole }]
  if (isNoise(right)) return [{ artist: by, title: left }]
  const split = { artist: left, title: right }
  const isOwn = by === null || fold(left) === fold(by)
  return isOwn ? [split] : [split, { artist: by, title: whole }]
}

/** Two tracks that have one of these in common are the same song, however their sites write its name. */
export const songKeysOf = (track: Named): string[] =>
  songsOf(track).map(({ artist, title }) => `${fold(artist ?? '')}\n${fold(title)}`)

/** Whether it says nothing but how the song was recorded, like "Remastered 2011". */
const isNoise = (text: string): boolean =>
  NOISE.test(text) &&
  text
    .split(/[^\p{L}\p{N}]+/u)
    .every((word) => word === '' || NOISE.test(word) || /^(?:\d+|version|music|new)$/i.test(word))

function plainTitle(title: string): string {
  const kept = title
    .slice(0, LONGEST)
    .replace(BRACKETS, (whole, inside: string) => (NOISE.test(inside) ? ' ' : whole))
    .replace(/\s+[|｜]\s.*$/, ' ')
    .replace(/\s+(?:feat|ft)\.?\s.*$/i, ' ')
    .replace(/["“”]/g, ' ')
  return kept.replace(/\s+/g, ' ').trim() || title.slice(0, LONGEST).trim()
}

function plainArtist(artist: string): string {
  const text = artist.slice(0, LONGEST)
  return text.replace(/\s+-\s+topic$|\s*vevo$|\s+official$/i, '').trim() || text
}
