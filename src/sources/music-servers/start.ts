import type { AddressRules } from '../../base/address-rules.ts'
import { type Clock, systemClock } from '../../base/clock.ts'
import { codeOf } from '../../base/error.ts'
import type { MediaServer } from '../../base/media-server.ts'
import type { Cache } from '../../cache/cache.ts'
import { addressPolicy } from '../../net/address-policy.ts'
import type { Log } from '../../observability/log.ts'
import { JellyfinServer } from '../jellyfin/jellyfin-server.ts'
import { hostAndPort } from '../named-host.ts'
import { OpenSubsonicServer } from '../opensubsonic/opensubsonic-server.ts'
import { Service } from '../service.ts'
import type { Source } from '../source.ts'
import type { MusicServer } from './music-server.ts'
import { MusicServers } from './music-servers.ts'

/** The host's servers of music, by what they speak. */
export interface MediaServersByKind {
  readonly opensubsonic: readonly MediaServer[]
  readonly jellyfin: readonly MediaServer[]
}

export interface MusicServersOptions {
  readonly mediaServers?: MediaServersByKind
  readonly addresses: Partial<AddressRules>
  readonly log: Log
  readonly clock?: Clock
  readonly cache?: Cache | null
}

/** A playlist may come in one answer, with a kilobyte and a half for each of its songs: of 5,000. */
const LIMITS = { mostBytes: 8 * 1024 * 1024, wholeMs: 15_000 }
/** A server that's being started gets this long to say what it is. */
const GREETED_WITHIN_MS = 10_000

/**
 * Sources of the host's servers, also where there are none: it's they who know tracks of servers taken away.
 * `stack` ends what they hold.
 */
export function startMusicServers(
  options: MusicServersOptions,
  stack: AsyncDisposableStack,
): readonly Source[] {
  const { mediaServers = { opensubsonic: [], jellyfin: [] }, log, clock = systemClock } = options
  const opensubsonic = mediaServers.opensubsonic.map(
    (server) => new OpenSubsonicServer(server, serviceFor(server, options)),
  )
  const jellyfin = mediaServers.jellyfin.map((server) =>
    stack.use(new JellyfinServer(server, serviceFor(server, options), clock)),
  )
  for (const server of opensubsonic) void greet(server, 'SUBSONIC_URLS', log)
  for (const server of jellyfin) void greet(server, 'JELLYFIN_URLS', log)
  return [
    new MusicServers({
      ...{ name: 'opensubsonic', scheme: 'subsonic', title: 'Subsonic', servers: opensubsonic },
    }),
    new MusicServers({
      ...{ name: 'jellyfin', scheme: 'jellyfin', title: 'Jellyfin', servers: jellyfin },
    }),
  ]
}

function serviceFor({ name, url }: MediaServer, options: MusicServersOptions): Service {
  const { addresses, clock = systemClock, cache = null } = options
  const policy = addressPolicy(addresses).naming(hostAndPort(url))
  return new Service({ name, policy, clock, cache, limits: LIMITS })
}

/** Tells the host whether a server lets the bot in; music goes on without it. Never rejects. */
async function greet(server: MusicServer, variable: string, log: Log): Promise<void> {
  const { name } = server
  try {
    const version = await server.greet(AbortSignal.timeout(GREETED_WITHIN_MS))
    log.info('music server', { server: name, version })
  } catch (error) {
    const code = codeOf(error)
    const told =
      code === 'library-login'
        ? `a music server refuses the user or the password; check ${variable}`
        : `a music server doesn’t answer as one; check that it runs, and its address in ${variable}`
    log.warn(told, { server: name, code })
  }
}
