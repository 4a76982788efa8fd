import type { Clock } from '../base/clock.ts'
import type { GuildId } from '../base/ids.ts'
import { countsAfterMs, isLongEnough, type Listen, listenIn, listenOf } from '../domain/listen.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import type { PublishedEvent, Subscriber } from '../player/subscriber.ts'
import type { Outbox } from './outbox.ts'
import type { Account, AccountStore, Hearing, ListenService } from './ports.ts'
import { Run } from './run.ts'
import { ownerKey, type Seal } from './seal.ts'

/** Looks for accounts that are under way at once; what comes on top isn't told. */
const MOST_AT_ONCE = 200
/** Of a crowded channel, so many people are looked for. */
const MOST_PEOPLE = 500

export interface ScrobblerPorts {
  readonly hearing: Hearing
  readonly accounts: Pick<AccountStore, 'accountsOf'>
  readonly outbox: Pick<Outbox, 'add'>
  readonly services: readonly ListenService[]
  readonly seal: Seal
  readonly clock: Clock
  readonly log: Log
}

/**
 * Tells services what members listen to: those who hear the bot when a track begins, that it plays,
 * and those who hear it when the track counts, that they have listened to it.
 */
export class Scrobbler implements Subscriber, Disposable {
  readonly name = 'scrobbles'
  readonly #ports: ScrobblerPorts
  readonly #runs = new Map<GuildId, Run>()
  readonly #stop = new AbortController()
  #underWay = 0

  constructor(ports: ScrobblerPorts) {
    this.#ports = ports
  }

  take({ guildId, at, event }: PublishedEvent): void {
    const run = this.#runs.get(guildId)
    switch (event.kind) {
      case 'track_start': {
        const { track, durationMs, positionMs } = event
        const length = durationMs ?? track.durationMs
        this.#begin(guildId, listenOf(track, length), new Date(at.getTime() - positionMs), {
          playedMs: positionMs,
          isWhole: true,
        })
        return
      }
      case 'title': {
        const isNext = run?.listen !== undefined && run.listen !== null
        if (run?.isWhole && isLongEnough(run.playedMs)) run.count()
        // The song that was on when people tuned in wasn't heard whole.
        const listen = event.title === null ? null : listenIn(event.title)
        this.#begin(guildId, listen, at, { playedMs: 0, isWhole: isNext })
        return
      }
      case 'paused':
        run?.hold('paused', true)
        return
      case 'resumed':
        run?.hold('paused', false)
        return
      case 'waiting':
        run?.hold('waiting', event.reason !== null)
        return
      case 'track_load':
      case 'track_end':
        this.#end(guildId)
    }
  }

  /** Nothing counts any more. */
  [Symbol.dispose](): void {
    this.#stop.abort()
    for (const guildId of [...this.#runs.keys()]) this.#end(guildId)
  }

  #begin(
    guildId: GuildId,
    listen: Listen | null,
    at: Date,
    { playedMs, isWhole }: { readonly playedMs: number; readonly isWhole: boolean },
  ): void {
    this.#end(guildId)
    const needMs = listen === null ? null : countsAfterMs(listen.durationMs)
    const { clock } = this.#ports
    const count = () => {
      if (listen !== null) void this.#forListeners(guildId, (all) => this.#store(all, listen, at))
    }
    this.#runs.set(guildId, new Run({ listen, isWhole, needMs, playedMs, clock, count }))
    if (listen === null) return
    void this.#forListeners(guildId, async (all) => this.#tellNow(all, listen))
  }

  #end(guildId: GuildId): void {
    this.#runs.get(guildId)?.[Symbol.dispose]()
    this.#runs.delete(guildId)
  }

  #store(accounts: readonly Account[], listen: Listen, at: Date): Promise<void> {
    return this.#ports.outbox.add(accounts, { ...listen, at })
  }

  /** It's out of date soon, so it isn't tried again. */
  #tellNow(accounts: readonly Account[], listen: Listen): void {
    const { services, seal } = this.#ports
    const { signal } = this.#stop
    for (const account of accounts) {
      const service = services.find(({ name }) => name === account.service)
      const token = seal.open(account.token, ownerKey(account))
      if (token !== null) service?.nowPlaying(token, listen, signal).catch(() => {})
    }
  }

  /** Never rejects. */
  async #forListeners(
    guildId: GuildId,
    work: (accounts: readonly Account[]) => Promise<void>,
  ): Promise<void> {
    const { hearing, accounts, services, log } = this.#ports
    const people = hearing(guildId).slice(0, MOST_PEOPLE)
    if (people.length === 0 || this.#underWay >= MOST_AT_ONCE) return
    this.#underWay++
    try {
      const linked = await accounts.accountsOf(people)
      const known = linked.filter(({ service }) => services.some(({ name }) => name === service))
      if (known.length > 0 && !this.#stop.signal.aborted) await work(known)
    } catch (error) {
      log.info('couldn’t look for accounts of those who listen', reasonOf(error))
    } finally {
      this.#underWay--
    }
  }
}
