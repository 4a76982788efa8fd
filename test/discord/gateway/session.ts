import type { BotAccount } from '../state/directory.ts'
import type { Subscriber } from './dispatcher.ts'
import { Intent } from './intents.ts'

/** Events that a session keeps for a resume; a client that lost more has to identify anew. */
const REPLAY_LIMIT = 5000

interface Replayable {
  readonly seq: number
  readonly text: string
}

/**
 * One identified session: outlives its socket, numbers what it sends, and replays from any number
 * that it still holds (docs: Gateway, "Resuming").
 */
export class Session implements Subscriber {
  readonly id = crypto.randomUUID().replaceAll('-', '')
  readonly bot: BotAccount
  readonly shard: readonly [index: number, count: number]
  readonly #intents: number
  #seq = 0
  #replay: Replayable[] = []
  #write: ((text: string) => void) | null = null

  constructor(bot: BotAccount, intents: number, shard: readonly [number, number]) {
    this.bot = bot
    this.#intents = intents
    this.shard = shard
  }

  get botUserId(): string {
    return this.bot.user.id
  }

  get isConnected(): boolean {
    return this.#write !== null
  }

  /** Docs: Gateway, "Sharding": (guild_id >> 22) % num_shards. */
  holds(guildId: string | null): boolean {
    const [index, count] = this.shard
    return guildId === null
      ? index === 0
      : Number((BigInt(guildId) >> 22n) % BigInt(count)) === index
  }

  wants(intent: number): boolean {
    return (this.#intents & intent) === intent
  }

  send(event: string, data: object): void {
    this.#seq += 1
    const d = event.startsWith('MESSAGE_') ? this.#withoutForeignContent(data) : data
    const text = JSON.stringify({ op: 0, t: event, s: this.#seq, d })
    this.#replay.push({ seq: this.#seq, text })
    if (this.#replay.length > REPLAY_LIMIT) this.#replay.shift()
    this.#write?.(text)
  }

  attach(write: (text: string) => void): void {
    this.#write = write
  }

  detach(): void {
    this.#write = null
  }

  /** The client holds everything up to `seq` (a heartbeat said so). */
  acknowledge(seq: number): void {
    const first = this.#replay[0]?.seq
    if (first !== undefined && seq >= first) {
      this.#replay = this.#replay.filter((event) => event.seq > seq)
    }
  }

  /** Everything after `seq`, or null when that is no longer known. */
  since(seq: number): string[] | null {
    const missed = this.#replay.filter((event) => event.seq > seq)
    const isWhole = missed.length === this.#seq - seq
    return seq <= this.#seq && isWhole ? missed.map((event) => event.text) : null
  }

  /** Without the message content intent only what the bot wrote, or what names it, is readable. */
  #withoutForeignContent(data: object): object {
    if (this.wants(Intent.messageContent) || !('guild_id' in data) || !('author' in data))
      return data
    const { author, mentions } = data as unknown as {
      author: { id: string }
      mentions: readonly { id: string }[]
    }
    if (author.id === this.botUserId || mentions.some(({ id }) => id === this.botUserId))
      return data
    return { ...data, content: '', embeds: [], attachments: [], components: [] }
  }
}
