import { codeOf, SegueError } from '../base/error.ts'
import type { UserId } from '../base/ids.ts'
import type { ListenServiceName } from '../domain/listen.ts'
import type { LastFm } from './lastfm.ts'
import type { ListenBrainz } from './listenbrainz.ts'
import type { AccountStore, LinkedAccount } from './ports.ts'
import { ownerKey, type Seal } from './seal.ts'

export interface AccountsPorts {
  readonly store: AccountStore
  readonly seal: Seal
  /** Null: the host has none. */
  readonly listenbrainz: Pick<ListenBrainz, 'ownerOf'> | null
  readonly lastfm: Pick<LastFm, 'newToken' | 'sessionOf'> | null
}

/** Members' accounts at services that keep what people listen to. Rejects with a `SegueError`. */
export class Accounts {
  readonly #ports: AccountsPorts

  constructor(ports: AccountsPorts) {
    this.#ports = ports
  }

  /** Throws 'scrobble-off' where the host hasn't set the service up. */
  require(service: ListenServiceName): void {
    if (this.#ports[service] === null) throw new SegueError('scrobble-off')
  }

  /** Links with a token that the member has copied from ListenBrainz. Resolves with their name there. */
  async linkListenBrainz(userId: UserId, token: string, signal: AbortSignal): Promise<string> {
    const { listenbrainz } = this.#ports
    if (listenbrainz === null) throw new SegueError('scrobble-off')
    const name = await asked(listenbrainz.ownerOf(token, signal), signal)
    if (name === null) throw new SegueError('scrobble-token')
    await this.#link(userId, 'listenbrainz', name, token)
    return name
  }

  /** A token for the member to allow at Last.fm, and the page where they do. */
  async begin(signal: AbortSignal): Promise<{ readonly token: string; readonly page: string }> {
    const { lastfm } = this.#ports
    if (lastfm === null) throw new SegueError('scrobble-off')
    return await asked(lastfm.newToken(signal), signal)
  }

  /** Links with a token that the member has allowed at Last.fm. Resolves with their name there. */
  async linkLastFm(userId: UserId, token: string, signal: AbortSignal): Promise<string> {
    const { lastfm } = this.#ports
    if (lastfm === null) throw new SegueError('scrobble-off')
    const session = await asked(lastfm.sessionOf(token, signal), signal)
    if (session === null) throw new SegueError('scrobble-unconfirmed')
    await this.#link(userId, 'lastfm', session.name, session.key)
    return session.name
  }

  linkedBy(userId: UserId): Promise<readonly LinkedAccount[]> {
    return inDatabase(this.#ports.store.linkedBy(userId))
  }

  /** Resolves with whether there was one. */
  unlink(userId: UserId, service: ListenServiceName | null): Promise<boolean> {
    return inDatabase(this.#ports.store.unlink(userId, service))
  }

  async #link(userId: UserId, service: ListenServiceName, name: string, secret: string) {
    const { store, seal } = this.#ports
    const token = seal.close(secret, ownerKey({ userId, service }))
    await inDatabase(store.link({ userId, service, name, token }))
  }
}

/** What goes wrong with a service, of which a member has to know only that. */
async function asked<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await work
  } catch (cause) {
    signal.throwIfAborted()
    throw new SegueError('scrobble-away', codeOf(cause), { cause })
  }
}

async function inDatabase<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new SegueError('database-away', null, { cause })
  }
}
