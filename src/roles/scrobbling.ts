import { ScrobbleRepo } from '../db/scrobble-repo.ts'
import { addressPolicy } from '../net/address-policy.ts'
import type { Players } from '../player/players.ts'
import type { Servers } from '../player/ports.ts'
import { Accounts } from '../scrobbling/accounts.ts'
import { LastFm } from '../scrobbling/lastfm.ts'
import { ListenBrainz } from '../scrobbling/listenbrainz.ts'
import { Outbox } from '../scrobbling/outbox.ts'
import type { Hearing } from '../scrobbling/ports.ts'
import { Scrobbler } from '../scrobbling/scrobbler.ts'
import { Seal } from '../scrobbling/seal.ts'
import { hostAndPort } from '../sources/named-host.ts'
import { Service } from '../sources/service.ts'
import type { Core } from './core.ts'
import type { State } from './state.ts'

/** Last.fm takes five calls a second from an address, ListenBrainz about three (its X-RateLimit headers). */
const LASTFM_EVERY_MS = 250
const LISTENBRAINZ_EVERY_MS = 350

export interface Scrobbling extends AsyncDisposable {
  readonly accounts: Accounts
}

/** Tells services what members listen to. Where the host has set none up, nothing is looked at. */
export function startScrobbling(
  { config, clock, log }: Pick<Core, 'config' | 'clock' | 'log'>,
  { database }: Pick<State, 'database'>,
  players: Players,
  servers: Servers,
): Scrobbling {
  const store = new ScrobbleRepo(database)
  const seal = new Seal(config.token)
  const { listenbrainz, lastfm } = servicesOf({ config, clock })
  const accounts = new Accounts({ store, seal, listenbrainz, lastfm })
  const services = [listenbrainz, lastfm].filter((service) => service !== null)
  const stack = new AsyncDisposableStack()
  if (services.length > 0) {
    const outbox = stack.use(new Outbox({ store, accounts: store, services, seal, clock, log }))
    const hearing: Hearing = (guildId) => {
      const { voiceChannel } = players.state(guildId)
      return voiceChannel === null ? [] : servers.hearing(guildId, voiceChannel.channelId)
    }
    const scrobbler = new Scrobbler({
      ...{ hearing, accounts: store, outbox, services, seal, clock, log },
    })
    stack.use(scrobbler)
    stack.use(players.feed.subscribe(scrobbler))
    outbox.start()
  }
  return { accounts, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

function servicesOf({ config, clock }: Pick<Core, 'config' | 'clock'>) {
  const { listenbrainzUrl, lastfm } = config.scrobbling
  const serviceAt = (url: string, everyMs: number) => {
    const policy = addressPolicy(config.addresses).naming(hostAndPort(url))
    return new Service({ name: new URL(url).host, policy, clock, limits: { everyMs } })
  }
  return {
    listenbrainz:
      listenbrainzUrl === null
        ? null
        : new ListenBrainz(listenbrainzUrl, serviceAt(listenbrainzUrl, LISTENBRAINZ_EVERY_MS)),
    lastfm:
      lastfm === null
        ? null
        : new LastFm(lastfm.url, lastfm.keys, serviceAt(lastfm.url, LASTFM_EVERY_MS)),
  }
}
