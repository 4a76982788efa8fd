import { type TrackId, userId } from '../base/ids.ts'
import type { SourceName, Track } from '../domain/track.ts'

const SOURCES: readonly SourceName[] = ['local', 'http', 'yt-dlp']

type Fields = Readonly<Record<string, unknown>>

/**
 * By version: turns a stored track of that version into one of the next. A new required field of
 * `Track` needs a step here that fills it in. Version 0 is a track without a version.
 */
const UPGRADES: readonly ((older: Fields) => Fields)[] = [(unversioned) => unversioned]

/** The version that this program writes, and the newest that it reads. */
export const TRACK_VERSION = UPGRADES.length

/** A track as it is stored. */
export function storedTrack(track: Track): Fields {
  return { version: TRACK_VERSION, ...track }
}

/**
 * A stored track of any version so far: what an import brought is parsed like anything else from
 * outside. Throws a `TypeError` that names the part that is wrong, and not its value.
 */
export function trackFrom(stored: unknown): Track {
  if (typeof stored !== 'object' || stored === null) throw new TypeError('a track is no object')
  const newest = upgraded(stored as Fields)
  const part = (name: keyof Track): unknown => newest[name]
  const text = (name: keyof Track) => checked(name, part(name), isText)
  const optionalText = (name: keyof Track) =>
    part(name) === null ? null : checked(name, part(name), isText)
  const source = SOURCES.find((known) => known === part('source'))
  if (source === undefined) throw new TypeError("a track's source is none that is known")
  return {
    id: text('id') as TrackId,
    source,
    locator: text('locator'),
    title: text('title'),
    artist: optionalText('artist'),
    album: optionalText('album'),
    durationMs:
      part('durationMs') === null ? null : checked('durationMs', part('durationMs'), isLength),
    live: checked('live', part('live'), isFlag),
    pageUrl: optionalText('pageUrl'),
    requestedBy: requester(text('requestedBy')),
  }
}

function upgraded(stored: Fields): Fields {
  const { version = 0 } = stored
  if (typeof version !== 'number' || !(version in UPGRADES || version === TRACK_VERSION)) {
    throw new TypeError(`a track's version is none that is known (the newest is ${TRACK_VERSION})`)
  }
  return UPGRADES.slice(version).reduce((older, upgrade) => upgrade(older), stored)
}

/** Like `userId`, whose error would contain the value, which may be anything here. */
function requester(text: string) {
  try {
    return userId(text)
  } catch {
    throw new TypeError("a track's requestedBy is no Discord id")
  }
}

function checked<T>(name: string, value: unknown, is: (value: unknown) => value is T): T {
  if (is(value)) return value
  throw new TypeError(`a track's ${name} is a ${typeof value}`)
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const isLength = (value: unknown): value is number => typeof value === 'number' && value >= 0
