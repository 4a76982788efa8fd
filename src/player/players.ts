import type { GuildId } from '../base/ids.ts'
import type { Command, Request } from '../domain/command.ts'
import { SegueError } from '../domain/errors.ts'
import type { Happening } from '../domain/happening.ts'
import { idleState, type PlayerState } from '../domain/player-state.ts'
import { Player, type PlayerPorts } from './player.ts'

/** Leaving every channel may take this long when the process ends. */
const LEAVE_WITHIN_MS = 5_000

/** The players of all servers; one is made when its server's first command comes. */
export class Players implements AsyncDisposable {
  readonly #ports: PlayerPorts
  readonly #players = new Map<GuildId, Player>()
  readonly #events: Disposable
  #closing = false

  constructor(ports: PlayerPorts) {
    this.#ports = ports
    this.#events = ports.playback.onEvent((event) => this.#players.get(event.guildId)?.hear(event))
  }

  /** See `Player.command`. */
  async command(guildId: GuildId, command: Command, request: Request): Promise<Happening> {
    if (this.#closing) throw new SegueError('shutting-down')
    return this.#player(guildId).command(command, request)
  }

  state(guildId: GuildId): PlayerState {
    return this.#players.get(guildId)?.state ?? idleState
  }

  /** Says something in the text channel of the server's last command. */
  tell(guildId: GuildId, happening: Happening): void {
    this.#players.get(guildId)?.tell(happening)
  }

  /** The server's voice ended with the main gateway's session. */
  rejoin(guildId: GuildId): void {
    if (!this.#closing) this.#players.get(guildId)?.rejoin()
  }

  /** The bot is no longer a member of the server. */
  forget(guildId: GuildId): void {
    if (!this.#players.delete(guildId)) return
    this.#ports.playback.disconnect(guildId).catch((error: unknown) => {
      this.#ports.log.warn('could not leave a lost server', { guildId, reason: String(error) })
    })
  }

  /** Refuses commands from now on, and leaves every voice channel. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing) return
    this.#closing = true
    this.#events[Symbol.dispose]()
    const playing = [...this.#players].filter(([, player]) => player.state.room !== null)
    const left = Promise.allSettled(
      playing.map(([guildId]) => this.#ports.playback.disconnect(guildId)),
    )
    const late = Promise.withResolvers<void>()
    using _limit = this.#ports.clock.after(LEAVE_WITHIN_MS, () => late.resolve())
    await Promise.race([left, late.promise])
  }

  #player(guildId: GuildId): Player {
    const known = this.#players.get(guildId)
    if (known !== undefined) return known
    const player = new Player(guildId, this.#ports)
    this.#players.set(guildId, player)
    return player
  }
}
