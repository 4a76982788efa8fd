import type { Clock } from '../base/clock.ts'
import { codeOf } from '../base/error.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import type {
  Account,
  AccountStore,
  ListenService,
  OutboxStore,
  Parcel,
  PastListen,
  Submitted,
} from './ports.ts'
import { ownerKey, type Seal } from './seal.ts'

/** How often what waits is looked for: another process may have left it, or its time has come. */
const LOOK_MS = 60_000
/** So long a parcel is this process's: longer than a service may take. */
const HELD_MS = 120_000
/** A service that fails is left alone for so long, and a parcel for twice as long each time. */
const PAUSE_MS = 60_000
const LONGEST_PAUSE_MS = 6 * 60 * 60_000
/** Parcels in one go; the next look goes on. */
const PARCELS_AT_ONCE = 500
/** Last.fm takes nothing older than two weeks. */
const KEPT_MS = 14 * 24 * 60 * 60_000

export interface OutboxPorts {
  readonly store: OutboxStore
  readonly accounts: Pick<AccountStore, 'refuse'>
  readonly services: readonly ListenService[]
  readonly seal: Seal
  readonly clock: Clock
  readonly log: Log
  /** The time of day. */
  readonly now?: () => Date
}

/**
 * Sends listens to services: each is stored first, and stays until its service has taken it or refused
 * it for good.
 */
export class Outbox implements AsyncDisposable {
  readonly #ports: OutboxPorts
  readonly #now: () => Date
  readonly #stop = new AbortController()
  /** What sends to each service now. */
  readonly #sending = new Map<string, Promise<void>>()
  /** Services for which more came while something was being sent to them. */
  readonly #again = new Set<string>()
  #timer: Disposable | null = null

  constructor(ports: OutboxPorts) {
    this.#ports = ports
    this.#now = ports.now ?? (() => new Date())
  }

  /** Sends what waits, now and from time to time. */
  start(): void {
    this.#look()
  }

  /** Resolves once they're stored; they're sent at once. Never rejects. */
  async add(accounts: readonly Account[], listen: PastListen): Promise<void> {
    const { store, services, log } = this.#ports
    try {
      await store.add(accounts, listen, this.#now())
    } catch (error) {
      log.warn('couldn’t store what members listened to', reasonOf(error))
      return
    }
    for (const service of services) {
      if (accounts.some((account) => account.service === service.name)) this.#send(service)
    }
  }

  /** Resolves when nothing is being sent, nor what came meanwhile. */
  async settled(): Promise<void> {
    while (this.#sending.size > 0) await Promise.all(this.#sending.values())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    this.#timer?.[Symbol.dispose]()
    await this.settled()
  }

  #look(): void {
    if (this.#stop.signal.aborted) return
    const { clock, services, store, log } = this.#ports
    this.#timer = clock.after(LOOK_MS, () => this.#look())
    const past = new Date(this.#now().getTime() - KEPT_MS)
    store.forgetBefore(past).catch((error: unknown) => {
      log.info('couldn’t look for listens that wait', reasonOf(error))
    })
    for (const service of services) this.#send(service)
  }

  #send(service: ListenService): void {
    if (this.#stop.signal.aborted) return
    if (this.#sending.has(service.name)) {
      this.#again.add(service.name)
      return
    }
    const sending = this.#sendAll(service)
      .catch((error: unknown) => {
        if (this.#stop.signal.aborted) return
        this.#ports.log.warn('couldn’t send what members listened to', reasonOf(error))
      })
      .finally(() => {
        this.#sending.delete(service.name)
        if (this.#again.delete(service.name)) this.#send(service)
      })
    this.#sending.set(service.name, sending)
  }

  async #sendAll(service: ListenService): Promise<void> {
    const { store } = this.#ports
    for (let sent = 0; sent < PARCELS_AT_ONCE; sent++) {
      const now = this.#now()
      const heldUntil = new Date(now.getTime() + HELD_MS)
      const parcel = await store.take(service.name, now, heldUntil)
      if (parcel === null) return
      if (!(await this.#deliver(service, parcel))) return
    }
  }

  /** Whether the service can be asked on. */
  async #deliver(service: ListenService, parcel: Parcel): Promise<boolean> {
    const { store, accounts, log } = this.#ports
    const { signal } = this.#stop
    try {
      const submitted = await this.#submit(service, parcel, signal)
      if (submitted === 'unlinked') await accounts.refuse(parcel)
      else await store.done(parcel.ids)
      if (submitted !== 'taken') {
        log.info('listens weren’t taken', { service: service.name, why: submitted })
      }
      return true
    } catch (error) {
      const pauseMs = signal.aborted ? 0 : pauseAfter(parcel.tries)
      await store.later(parcel.ids, new Date(this.#now().getTime() + pauseMs))
      if (!signal.aborted) {
        log.info('a service takes no listens now', { service: service.name, code: codeOf(error) })
      }
      return false
    }
  }

  async #submit(service: ListenService, parcel: Parcel, signal: AbortSignal): Promise<Submitted> {
    const token = this.#ports.seal.open(parcel.token, ownerKey(parcel))
    return token === null ? 'unlinked' : await service.submit(token, parcel.listens, signal)
  }
}

const pauseAfter = (tries: number): number =>
  Math.min(PAUSE_MS * 2 ** Math.min(tries, 20), LONGEST_PAUSE_MS)
