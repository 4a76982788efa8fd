import { wordsFor } from '../../domain/song.ts'
import type { FoundTrack } from '../../domain/track.ts'
import { cleanText } from '../clean-text.ts'
import { isrcOf } from '../isrc.ts'

/** What a list says of one entry, by the plain names of its columns or fields. Any of it may be anything. */
export type Fields = ReadonlyMap<string, unknown>

/** How columns are called by the programs that write such lists, best first, by `plain`. */
const NAMES = {
  query: ['query'],
  title: [
    'trackname',
    'tracktitle',
    'title',
    'videotitle',
    'songname',
    'songtitle',
    'song',
    'name',
    'track',
  ],
  artist: [
    'artistnames',
    'artistname',
    'artists',
    'artist',
    'trackartist',
    'creator',
    'author',
    'channel',
    'uploader',
  ],
  album: ['albumname', 'albumtitle', 'album'],
  link: [
    'link',
    'url',
    'webpageurl',
    'trackurl',
    'videourl',
    'location',
    'uri',
    'href',
    'permalinkurl',
  ],
  video: ['videoid'],
  isrc: ['isrc', 'isrccode', 'trackisrc'],
  milliseconds: ['durationms', 'trackdurationms', 'mslength'],
  seconds: ['duration', 'length', 'durationseconds', 'time', 'trackduration'],
} as const

type Field = keyof typeof NAMES

const LOCATOR_CHARS = 2_000
const DAY_MS = 24 * 60 * 60_000
/** What a text of so many milliseconds or more means where nobody says the unit. */
const SECONDS_AT_MOST = 30_000

/** Pages that show music and give none out: what's on them is looked for by its name. */
const SILENT_HOSTS =
  /(?:^|\.)(?:spotify\.com|music\.apple\.com|itunes\.apple\.com|deezer\.com|tidal\.com|music\.amazon\.[a-z.]+)$/

/** A column's or field's name without capitals, spaces and signs: "Artist Name(s)" is "artistnames". */
export const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Whether that's the name of a column that tells what to look for. */
export const isTelling = (name: string): boolean =>
  (['query', 'title', 'link', 'video'] as const).some((field) => isName(field, plain(name)))

const isName = (field: Field, name: string): boolean =>
  (NAMES[field] as readonly string[]).includes(name)

/** The track that an entry names, to be looked for when it plays; null: it names none. */
export function trackOf(fields: Fields): FoundTrack | null {
  const text = (field: Field) => cleanText(textOf(given(fields, field)))
  const [title, artist, album] = [text('title'), text('artist'), text('album')]
  const page = pageOf(fields)
  const words = title === null ? (artist ?? '') : wordsFor({ artist, title })
  const isSilent = page !== null && SILENT_HOSTS.test(new URL(page).hostname)
  const link = isSilent && title !== null ? null : page
  const query = cleanText(textOf(given(fields, 'query')), LOCATOR_CHARS)
  const locator = query ?? link ?? words
  // An artist alone is nothing that could be played.
  if (locator === '' || (query === null && link === null && title === null)) return null
  return {
    ...{ source: 'query', locator, artist, album, live: false, pageUrl: page },
    title: title ?? nameOfLink(locator),
    durationMs: durationOf(fields),
    ...isrcOf(given(fields, 'isrc')),
  }
}

function given(fields: Fields, field: Field): unknown {
  for (const name of NAMES[field]) {
    const value = fields.get(name)
    if (value !== undefined && value !== null && value !== '') return value
  }
  return null
}

/** Text of a value: of several artists their names, of an artist or album its name. */
function textOf(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') return unguarded(value)
  if (typeof value === 'number') return String(value)
  if (depth > 1 || typeof value !== 'object' || value === null) return null
  if (Array.isArray(value)) {
    const names = value.slice(0, 20).flatMap((one) => textOf(one, depth + 1) ?? [])
    return names.length === 0 ? null : names.join(', ')
  }
  return 'name' in value ? textOf(value.name, depth + 1) : null
}

/** Some programs put a mark before what a spreadsheet would take for a formula; ours does. */
const unguarded = (text: string): string => text.replace(/^'(?=[=+\-@])/, '')

function pageOf(fields: Fields): string | null {
  const video = given(fields, 'video')
  if (typeof video === 'string' && /^[\w-]{11}$/.test(video.trim()))
    return `https://www.youtube.com/watch?v=${video.trim()}`
  return webLink(given(fields, 'link'))
}

/** An http(s) link without a password; null for anything else. */
export function webLink(value: unknown): string | null {
  const url =
    typeof value === 'string' && value.length <= LOCATOR_CHARS ? URL.parse(value.trim()) : null
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  return url.username === '' && url.password === '' ? url.href : null
}

/** A link's host and the last part of its path, without what may be a secret. */
export function nameOfLink(link: string): string {
  const url = URL.parse(link)
  if (url === null) return cleanText(link) ?? '–'
  const last = url.pathname.split('/').findLast((part) => part !== '')
  return cleanText(last === undefined ? url.host : `${url.host}/${decoded(last)}`) ?? url.host
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function durationOf(fields: Fields): number | null {
  const milliseconds = numberOf(given(fields, 'milliseconds'))
  if (milliseconds !== null) return inADay(milliseconds)
  const value = given(fields, 'seconds')
  const clock =
    typeof value === 'string' ? /^(?:(\d+):)?(\d{1,2}):(\d{2})$/.exec(value.trim()) : null
  if (clock !== null) {
    const [, hours = '0', minutes, seconds] = clock
    return inADay(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000)
  }
  const number = numberOf(value)
  if (number === null) return null
  return inADay(number < SECONDS_AT_MOST ? number * 1000 : number)
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

const inADay = (ms: number): number | null => (ms > 0 && ms <= DAY_MS ? Math.round(ms) : null)
