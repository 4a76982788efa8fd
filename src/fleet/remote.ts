import { knownCode, SegueError } from '../base/error.ts'
import type { ChannelId, GuildId } from '../base/ids.ts'
import { type Bus, BusError, type Json } from '../bus/bus.ts'
import type { RemoteCommand } from '../domain/command.ts'
import type { Leases } from '../player/ports.ts'
import { FOUND_WITHIN_MS } from './player-calls.ts'
import {
  type AnswerTo,
  type Asker,
  answerFrom,
  FIND_TOPIC,
  type PlayerCall,
  playerTopic,
  type WantedByKey,
} from './remote-call.ts'
import type { ServedPlayers } from './served.ts'
import type { EnqueuedView, FoundView, ObeyedView, Page, QueueView } from './view.ts'

/** How long the process that plays may take to answer. */
const ANSWER_WITHIN_MS = 5_000
/** These may begin a track, and answer when that sounds or hasn't for 20 s. */
const BEGINNING: ReadonlySet<RemoteCommand['kind']> = new Set([
  'resume',
  'previous',
  'replay',
  'jump',
  'join',
])
const BEGUN_WITHIN_MS = 25_000
/** Finding takes its time, and then the first track has 20 s to sound. */
const SEARCHED_WITHIN_MS = FOUND_WITHIN_MS + ANSWER_WITHIN_MS
const ENQUEUED_WITHIN_MS = FOUND_WITHIN_MS + BEGUN_WITHIN_MS
/** A claim goes through the database. */
const FIND_WITHIN_MS = 9_000

export interface RemotePorts {
  readonly bus: Bus
  readonly leases: Pick<Leases, 'holder'>
  /** The players of this process, called without the bus; null when it has none. */
  readonly here: ServedPlayers | null
}

/**
 * Players wherever they are: in this process or, over the bus, in the one that holds the server's
 * lease. An answer tells what really happened; when none comes, that's a `SegueError`:
 * 'player-away' (nothing was done), 'player-late' (it may be done yet), or the player's own.
 */
export class RemotePlayers {
  readonly #ports: RemotePorts

  constructor(ports: RemotePorts) {
    this.#ports = ports
  }

  /** The player's state after the command, and the track that it was about. */
  async command(
    guildId: GuildId,
    command: RemoteCommand,
    asker: Asker,
    channelId: ChannelId | null = null,
  ): Promise<ObeyedView> {
    const deadlineMs = BEGINNING.has(command.kind) ? BEGUN_WITHIN_MS : ANSWER_WITHIN_MS
    const callId = crypto.randomUUID()
    const call = { kind: 'command', callId, guildId, command, channelId, asker } as const
    return await this.#ask(call, deadlineMs)
  }

  async queue(guildId: GuildId, page: Page): Promise<QueueView> {
    return await this.#ask({ kind: 'queue', guildId, page }, ANSWER_WITHIN_MS)
  }

  /** Resolves once the tracks are queued, or the first of them sounds. */
  async enqueue(guildId: GuildId, wanted: WantedByKey, asker: Asker): Promise<EnqueuedView> {
    const callId = crypto.randomUUID()
    const call = { kind: 'enqueue', callId, guildId, ...wanted, asker } as const
    return await this.#ask(call, ENQUEUED_WITHIN_MS)
  }

  /** Puts the next match in the place of a track; null: of the current one. */
  async wrong(guildId: GuildId, position: number | null, asker: Asker): Promise<ObeyedView> {
    const callId = crypto.randomUUID()
    return await this.#ask({ kind: 'wrong', callId, guildId, position, asker }, ENQUEUED_WITHIN_MS)
  }

  /** What a query finds; nothing is queued. */
  async search(guildId: GuildId, query: string, asker: Asker): Promise<FoundView> {
    return await this.#ask({ kind: 'search', guildId, query, asker }, SEARCHED_WITHIN_MS)
  }

  /**
   * Calls again when the process that held the server is gone or has lost it, since it did nothing
   * then. A call that may have taken effect is never repeated unasked.
   */
  async #ask<Call extends PlayerCall>(call: Call, deadlineMs: number): Promise<AnswerTo<Call>> {
    const holder = await this.#holder(call.guildId)
    if (holder !== null) {
      try {
        return await this.#askProcess(holder, call, deadlineMs)
      } catch (error) {
        if (!(error instanceof SegueError)) throw error
        if (error.code !== 'player-away' && error.code !== 'other-process') throw error
      }
    }
    return await this.#askProcess(await this.#find(call.guildId), call, deadlineMs)
  }

  async #holder(guildId: GuildId): Promise<string | null> {
    try {
      return await this.#ports.leases.holder(guildId)
    } catch (error) {
      throw new SegueError('database-away', String(error), { cause: error })
    }
  }

  async #find(guildId: GuildId): Promise<string> {
    const { here } = this.#ports
    if (here !== null) return await here.find(guildId)
    const processId = await this.#request(FIND_TOPIC, guildId, FIND_WITHIN_MS)
    if (typeof processId !== 'string') throw new SegueError('internal', 'not an address')
    return processId
  }

  /** The answer of this very process is taken as it is; another's is checked first. */
  async #askProcess<Call extends PlayerCall>(
    processId: string,
    call: Call,
    deadlineMs: number,
  ): Promise<AnswerTo<Call>> {
    const { here } = this.#ports
    if (processId === here?.processId) return await here.answer(call)
    const answer = await this.#request(playerTopic(processId), call, deadlineMs)
    const view = answerFrom<Call['kind']>(call.kind, answer)
    if (view === null) throw new SegueError('internal', 'an answer of another version')
    return view
  }

  async #request(topic: string, payload: Json, deadlineMs: number): Promise<Json> {
    try {
      return await this.#ports.bus.request(topic, payload, deadlineMs)
    } catch (error) {
      if (!(error instanceof BusError)) throw error
      throw new SegueError(codeFor(error), error.message, { cause: error })
    }
  }
}

function codeFor({ code, detail }: BusError): SegueError['code'] {
  if (code === 'refused') return knownCode(detail)
  if (code === 'deadline') return 'player-late'
  return code === 'too-large' ? 'internal' : 'player-away'
}
