import { type TrackId, userId } from '../base/ids.ts'
import type { SourceName, Track } from '../domain/track.ts'

const SOURCES: readonly SourceName[] = ['local', 'http', 'yt-dlp']

/**
 * A track as it was stored: what an import brought is parsed like anything else from outside.
 * Throws a `TypeError` that names the part that is wrong, and not its value.
 */
export function trackFrom(stored: unknown): Track {
  if (typeof stored !== 'object' || stored === null) throw new TypeError('a track is no object')
  const part = (name: keyof Track): unknown => (stored as Record<string, unknown>)[name]
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
    requestedBy: userId(text('requestedBy')),
  }
}

function checked<T>(name: string, value: unknown, is: (value: unknown) => value is T): T {
  if (is(value)) return value
  throw new TypeError(`a track's ${name} is a ${typeof value}`)
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
const isLength = (value: unknown): value is number => typeof value === 'number' && value >= 0
