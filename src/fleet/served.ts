import { SegueError } from '../base/error.ts'
import type { GuildId } from '../base/ids.ts'
import type { Bus } from '../bus/bus.ts'
import type { Leases, Servers } from '../player/ports.ts'
import { type PlayerCallsPorts, playerCalls } from './player-calls.ts'
import {
  type AnswerTo,
  callFrom,
  FIND_TOPIC,
  guildFrom,
  type PlayerCall,
  type PlayerCalls,
  playerTopic,
} from './remote-call.ts'

export interface ServedPorts extends PlayerCallsPorts {
  readonly servers: Pick<Servers, 'has'>
  readonly leases: Pick<Leases, 'holder'>
  /** This process's address on the bus, which its leases carry. */
  readonly processId: string
}

/** The players of this process, for requests from other processes. */
export class ServedPlayers {
  readonly processId: string
  readonly #ports: ServedPorts
  readonly #calls: PlayerCalls

  constructor(ports: ServedPorts) {
    this.#ports = ports
    this.#calls = playerCalls(ports)
    this.processId = ports.processId
  }

  /** Answers on the bus from now on, until the result is disposed. */
  async serveOn(bus: Bus): Promise<AsyncDisposable> {
    await using answers = new AsyncDisposableStack()
    answers.use(
      await bus.answer(playerTopic(this.processId), async (payload) => {
        const call = callFrom(payload)
        if (call === null) throw new SegueError('internal', 'not a call')
        return await this.answer(call)
      }),
    )
    answers.use(
      await bus.answer(FIND_TOPIC, async (payload) => {
        const guildId = guildFrom(payload)
        if (guildId === null) throw new SegueError('unknown-server')
        return await this.find(guildId)
      }),
    )
    return answers.move()
  }

  /**
   * Address of the process that plays in the server; this one claims the server if it was free.
   * Throws 'unknown-server', 'other-process' while the server changes hands, or 'database-away'.
   */
  async find(guildId: GuildId): Promise<string> {
    const { players, servers, leases } = this.#ports
    if (!servers.has(guildId)) throw new SegueError('unknown-server')
    if (await players.open(guildId)) return this.processId
    const holder = await leases.holder(guildId)
    if (holder === null) throw new SegueError('other-process')
    return holder
  }

  /**
   * Answers a call once this process is the server's; a command that comes twice is obeyed once.
   * Throws a `SegueError`.
   */
  async answer<Call extends PlayerCall>(call: Call): Promise<AnswerTo<Call>> {
    const { players, servers } = this.#ports
    const { guildId } = call
    if (!servers.has(guildId)) throw new SegueError('unknown-server')
    // Checked outside of the remembered answers, since the server may have moved here by the time
    // the call comes again.
    if (!(await players.open(guildId))) throw new SegueError('other-process')
    const answer = this.#calls[call.kind] as (call: Call) => Promise<AnswerTo<Call>>
    return await answer(call)
  }
}
