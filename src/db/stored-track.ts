import { Check } from '../domain/schema/check.ts'
import { trackSchema } from '../domain/schema/track.ts'
import type { Track } from '../domain/track.ts'

const TRACK = new Check(trackSchema)
const NAMES = Object.keys(trackSchema.properties)

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
  const fault = TRACK.faultIn(newest)
  if (fault !== null) {
    const what = fault.isMissing ? 'missing' : 'none that is known'
    throw new TypeError(`a track's ${fault.path.join('.')} is ${what}`)
  }
  return Object.fromEntries(NAMES.map((name) => [name, newest[name]])) as Track
}

function upgraded(stored: Fields): Fields {
  const { version = 0 } = stored
  if (typeof version !== 'number' || !(version in UPGRADES || version === TRACK_VERSION)) {
    throw new TypeError(`a track's version is none that is known (the newest is ${TRACK_VERSION})`)
  }
  return UPGRADES.slice(version).reduce((older, upgrade) => upgrade(older), stored)
}
