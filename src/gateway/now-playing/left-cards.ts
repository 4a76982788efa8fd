import type { Clock } from '../../base/clock.ts'
import { type GuildId, guildId } from '../../base/ids.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { Players } from '../../player/players.ts'
import type { CardStore } from '../ports.ts'
import type { Cards } from './cards.ts'

/** Another process may die at any time. */
const LOOK_EVERY_MS = 10 * 60_000
/** A server of a process that has just died is nobody's in some seconds: then twice as long each time. */
const FIRST_AGAIN_MS = 2_000

export interface LeftCardsPorts {
  readonly store: Pick<CardStore, 'left'>
  readonly cards: Pick<Cards, 'check'>
  readonly players: Pick<Players, 'open'>
  /** The servers that the bot is a member of. */
  readonly servers: () => Iterable<string>
  readonly clock: Clock
  readonly log: Log
}

/**
 * Brings cards to their end where a process died before it did so: music that was stopped just then
 * doesn't come back, and nothing else would touch its card. One server after another; a card that must
 * change takes its turn with all others.
 */
export class LeftCards implements Disposable {
  readonly #ports: LeftCardsPorts
  #timer: Disposable | null = null
  #againMs = FIRST_AGAIN_MS
  #ended = false

  constructor(ports: LeftCardsPorts) {
    this.#ports = ports
    void this.#look()
  }

  [Symbol.dispose](): void {
    this.#ended = true
    this.#timer?.[Symbol.dispose]()
  }

  async #look(): Promise<void> {
    const isDone = await this.#checkAll()
    if (this.#ended) return
    const { clock } = this.#ports
    this.#timer = clock.after(isDone ? LOOK_EVERY_MS : this.#againMs, () => void this.#look())
    this.#againMs = isDone ? FIRST_AGAIN_MS : Math.min(LOOK_EVERY_MS, this.#againMs * 2)
  }

  /** False: there may be more to do soon. Never rejects. */
  async #checkAll(): Promise<boolean> {
    const { store, servers, log } = this.#ports
    let isDone = true
    try {
      for (const server of await store.left([...servers()].map(guildId)))
        if (!(await this.#check(server))) isDone = false
      return isDone
    } catch (error) {
      if (!this.#ended) log.info('couldn’t look for cards that a crash left', reasonOf(error))
      return false
    }
  }

  /** False: the server is another process's, or was until that died. */
  async #check(server: GuildId): Promise<boolean> {
    const { players, cards } = this.#ports
    if (this.#ended) return true
    const isOurs = await players.open(server)
    if (isOurs && !this.#ended) cards.check(server)
    return isOurs
  }
}
