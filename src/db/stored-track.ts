import { Check } from '../domain/schema/check.ts'
import { foundTrackSchema, trackSchema } from '../domain/schema/track.ts'
import type { FoundTrack, Track } from '../domain/track.ts'

const TRACK = new Check(trackSchema)
const FOUND = new Check(foundTrackSchema)
const NAMES = Object.keys(trackSchema.properties)
const FOUND_NAMES = Object.keys(foundTrackSchema.properties)

type Fields = Readonly<Record<string, unknown>>

/**
 * By version: turns a stored track of that version into one of the next. A new required field of
 * `Track` needs a step here that fills it in. Version 0 is a track without a version.
 */
const UPGRADES: readonly ((older: Fields) => Fields)[] = [(unversioned) => unversioned]

/** The version that this program writes, and the newest that it reads. */
export const TRACK_VERSION = UPGRADES.length

/** A track as it is stored. */
export function storedTrack(track: FoundTrack): Fields {
  return { version: TRACK_VERSION, ...track }
}

/**
 * A stored track of any version so far: what an import brought is parsed like anything else from
 * outside. Throws a `TypeError` that names the part that is wrong, and not its value.
 */
export function trackFrom(stored: unknown): Track {
  return fieldsOf(stored, TRACK, NAMES) as unknown as Track
}

/** The same for a track that no queue holds. */
export function foundTrackFrom(stored: unknown): FoundTrack {
  return fieldsOf(stored, FOUND, FOUND_NAMES) as unknown as FoundTrack
}

function fieldsOf(
  stored: unknown,
  check: Pick<typeof TRACK, 'faultIn'>,
  names: readonly string[],
): Fields {
  if (typeof stored !== 'object' || stored === null) throw new TypeError('a track is no object')
  const newest = upgraded(stored as Fields)
  const fault = check.faultIn(newest)
  if (fault !== null) {
    const what = fault.isMissing ? 'missing' : 'none that is known'
    throw new TypeError(`a track's ${fault.path.join('.')} is ${what}`)
  }
  return Object.fromEntries(names.map((name) => [name, newest[name]]))
}

function upgraded(stored: Fields): Fields {
  const { version = 0 } = stored
  if (typeof version !== 'number' || !(version in UPGRADES || version === TRACK_VERSION)) {
    throw new TypeError(`a track's version is none that is known (the newest is ${TRACK_VERSION})`)
  }
  return UPGRADES.slice(version).reduce((older, upgrade) => upgrade(older), stored)
}
