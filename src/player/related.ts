import type { Clock } from '../base/clock.ts'
import type { GuildId } from '../base/ids.ts'
import { within } from '../base/within.ts'
import type { AutoplayMode, Related } from '../domain/autoplay.ts'
import { songKeysOf } from '../domain/song.ts'
import type { FoundTrack } from '../domain/track.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import { playedAround } from './played-around.ts'
import type { HeardLog, Relations } from './ports.ts'

/** Entries of a server's history that are looked at. */
const HEARD = 400
/** No song comes again within so many, also when a restart has forgotten what the player played. */
const APART = 50
/** A database that's away holds up nobody: then history has nothing to say. */
const HISTORY_MS = 2_000
/** A site that takes longer has nothing to say either. */
const SOURCES_MS = 45_000

export interface RelatedPorts {
  readonly relations: Relations
  readonly heard: HeardLog
  readonly clock: Clock
  readonly log: Log
}

/** Tracks that go with `seed`, best first: what sources know, and what the server has listened to. Never rejects. */
export async function relatedTo(
  { relations, heard, clock, log }: RelatedPorts,
  guildId: GuildId,
  seed: FoundTrack,
  mode: Exclude<AutoplayMode, 'off'>,
  signal: AbortSignal,
): Promise<readonly Related[]> {
  const failed = (error: unknown): never[] => {
    if (!signal.aborted)
      log.info('couldn’t look for related tracks', { guildId, ...reasonOf(error) })
    return []
  }
  const limit = AbortSignal.any([signal, AbortSignal.timeout(SOURCES_MS)])
  const [known, history] = await Promise.all([
    relations.related(seed, mode, guildId, limit).catch(failed),
    within(clock, HISTORY_MS, heard.heard(guildId, HEARD).catch(failed), () => []),
  ])
  const late = new Set(history.slice(0, APART).flatMap(songKeysOf))
  const all = interleaved(known, playedAround(history, seed, mode))
  return all.filter(({ track }) => !songKeysOf(track).some((key) => late.has(key)))
}

/** Two of the first for one of the second. */
function interleaved<T>(first: readonly T[], second: readonly T[]): T[] {
  const all: T[] = []
  const rest = [...second]
  for (const [at, one] of first.entries()) {
    all.push(one)
    if (at % 2 === 1) all.push(...rest.splice(0, 1))
  }
  return [...all, ...rest]
}
