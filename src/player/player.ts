import { type ErrorCode, SegueError } from '../base/error.ts'
import type { GuildId, RequestId } from '../base/ids.ts'
import { isPosted } from '../domain/announcing.ts'
import { type Command, isCall, type Place, type Request } from '../domain/command.ts'
import type { Notice } from '../domain/notice.ts'
import type { PlaybackEvent } from '../domain/playback.ts'
import { deadlineOf } from '../domain/player/deadlines.ts'
import type { Forgotten } from '../domain/player/react/forgetting.ts'
import { idleState, type PlayerState, type VoiceChannel } from '../domain/player/state.ts'
import type { Step } from '../domain/player/step.ts'
import { type Input, transition } from '../domain/player/transition.ts'
import type { Actor } from '../domain/policy/actor.ts'
import { permit } from '../domain/policy/decide.ts'
import type { GuildSettings } from '../domain/settings.ts'
import { Answers } from './answers.ts'
import type { Batch } from './batch.ts'
import { Batches } from './batches.ts'
import { Superseded } from './effect-lane.ts'
import { Effects } from './effects.ts'
import type { PlayerHost, PlayerPorts } from './player-ports.ts'

/**
 * One server's player: a mailbox. Commands and events pass `transition` strictly one after another,
 * each as a whole, and their effects leave in the same order, so two members' commands can't
 * interleave.
 */
export class Player {
  readonly #guildId: GuildId
  readonly #ports: PlayerPorts
  readonly #host: PlayerHost
  readonly #effects: Effects
  readonly #answers: Answers
  readonly #batches: Batches
  /** Arrival times of requests that wait for their first frame. */
  readonly #requests = new Map<RequestId, number>()
  #state: PlayerState
  #timer: Disposable | null = null
  #deadlineMs: number | null = null
  #ended = false

  constructor(guildId: GuildId, ports: PlayerPorts, host: PlayerHost, state = idleState) {
    this.#guildId = guildId
    this.#ports = ports
    this.#host = host
    this.#state = state
    this.#answers = new Answers(ports.clock)
    this.#batches = new Batches(
      { ...ports, guildId },
      {
        state: () => this.#state,
        // What's arriving when the process stops goes on in the next one.
        input: (input) => !this.#ended && this.#input(input),
        tell: (notice) => !this.#ended && this.tell(notice),
      },
    )
    this.#effects = new Effects(guildId, ports, host, {
      state: () => this.#state,
      input: (input) => this.#input(input),
      hear: (event) => this.hear(event),
      tell: (notice) => this.tell(notice),
    })
  }

  get state(): PlayerState {
    return this.#state
  }

  /**
   * Resolves with the outcome once that's certain: after a `/play`, when the track sounds. Rejects
   * with a `SegueError` when it is refused or fails.
   */
  async command(command: Command, request: Request): Promise<Notice> {
    return await this.#command(command, request, null)
  }

  /** Queues the batch's first page, and appends the others as they come; otherwise like `command`. */
  async enqueue(batch: Batch, place: Place, request: Request): Promise<Notice> {
    const { tracks, seed, origin, outcome } = batch
    const command: Command = {
      kind: 'enqueue',
      tracks,
      place,
      seed,
      origin,
      goesOn: outcome === null,
    }
    return await this.#command(command, request, batch)
  }

  async #command(command: Command, request: Request, batch: Batch | null): Promise<Notice> {
    const at = isCall(command) ? this.placeFor(request.actor) : null
    const input: Input = { kind: 'command', command, request, at }
    const step = transition(this.#state, input, this.#ports.clock.now())
    const reply = step.reply
    if (reply === null) throw new SegueError('internal', `no reply to ${command.kind}`)
    if (this.#state.voiceChannel === null && step.state.voiceChannel !== null) this.#host.admit()
    const begun = reply.kind === 'playing' ? this.#answers.awaitNews(reply.track) : null
    if (begun !== null) this.#requests.set(request.requestId, request.receivedAtMs)
    const effects = this.#take(input, step)
    if (command.kind === 'undo') this.#batches.goOn()
    if (batch !== null) this.#batches.follow(batch, 'more' in reply ? reply.more + 1 : 0)
    if (begun !== null) return begun.finally(() => this.#requests.delete(request.requestId))
    const results = await Promise.all(effects).catch(refusal)
    const landed = results.find((result) => typeof result === 'number')
    return reply.kind === 'sought' && landed !== undefined
      ? { ...reply, positionMs: landed }
      : reply
  }

  /**
   * Where the actor calls the bot to. Throws the code of why that isn't allowed, or what the channel
   * lacks: somebody who may not call the bot away is told that first.
   */
  placeFor(actor: Actor): VoiceChannel {
    permit('call', actor, this.#state)
    const { voiceChannelId } = actor
    if (voiceChannelId !== null) return this.#host.voiceChannel(voiceChannelId)
    const { voiceChannel } = this.#state
    if (voiceChannel === null) throw new SegueError('bot-not-in-voice')
    return voiceChannel
  }

  /** An event of the engine. */
  hear(event: PlaybackEvent): void {
    if (event.kind === 'started') this.#logFirstFrame(event.requestId)
    this.#input({ kind: 'event', event })
  }

  /** Joins again and goes on: see the input 'session-lost'. */
  rejoin(): void {
    this.#input({ kind: 'session-lost' })
  }

  /** Goes on as stored; `barred` tells why its channel can't be joined any more. */
  restore(stored: PlayerState, barred: ErrorCode | null): void {
    this.#input({ kind: 'restored', stored, barred })
    this.#batches.goOn()
  }

  /** Somebody entered or left the bot's channel, or that isn't known. */
  lookAround(): void {
    const { voiceChannel } = this.#state
    const people = voiceChannel === null ? null : this.#host.listeners(voiceChannel.channelId)
    if (people !== null) this.#input({ kind: 'listeners', people })
  }

  /** The server's admins have changed what it has set. */
  set(settings: GuildSettings): void {
    this.#input({ kind: 'settings-changed', settings })
  }

  /** The bot is no longer a member of the server. */
  remove(): void {
    this.#input({ kind: 'removed' })
  }

  /** All that was kept of the server was deleted. */
  erase(): void {
    this.#input({ kind: 'erased' })
  }

  /** All that was kept of a member was deleted. */
  forget(member: Forgotten): void {
    this.#input({ kind: 'forgotten', ...member })
  }

  /** Another process plays there now: ends what's under way, silently and for good. */
  abandon(): void {
    this.#state = idleState
    this.#effects.clear()
    this.#batches.keep([])
    this.#arm()
  }

  /** The process stops: tells whoever waits for an answer, and says nothing else. */
  end(): void {
    this.#ended = true
    this.#batches.keep([])
    this.#effects.end()
    this.#arm()
    this.#answers.refuseAll('shutting-down')
  }

  /**
   * News for this server's listeners that doesn't change its player. Whoever waits for it is
   * answered; to the others it's told where the server's settings have it posted.
   */
  tell(notice: Notice): void {
    const { textChannelId, settings } = this.#state
    if (this.#answers.take(notice) || textChannelId === null || this.#ended) return
    if (!isPosted(notice.kind, settings)) return
    void this.#ports.announcer.announce(textChannelId, notice, settings.language)
  }

  #input(input: Input): void {
    const step = transition(this.#state, input, this.#ports.clock.now())
    for (const effect of this.#take(input, step)) effect.catch(() => {})
  }

  /** The state first, then its effects: nothing here waits, so a step is whole. */
  #take(input: Input, step: Step): Promise<unknown>[] {
    const before = this.#state
    this.#state = step.state
    this.#host.stepped(before, input, step.state)
    const begun = step.effects.flatMap((effect) => this.#effects.begin(effect))
    this.#answers.settleReplaced(step.state)
    this.#batches.keep(step.state.batches)
    this.#arm()
    if (before.voiceChannel?.channelId !== step.state.voiceChannel?.channelId) this.lookAround()
    return begun
  }

  /** Wakes the player at the deadline that its state names. */
  #arm(): void {
    const deadlineMs = this.#ended ? null : deadlineOf(this.#state)
    if (deadlineMs === this.#deadlineMs) return
    this.#timer?.[Symbol.dispose]()
    this.#deadlineMs = deadlineMs
    if (deadlineMs === null) return
    const { clock } = this.#ports
    this.#timer = clock.after(Math.max(0, deadlineMs - clock.now()), () => {
      this.#deadlineMs = null
      this.#input({ kind: 'time' })
      this.#arm()
    })
  }

  #logFirstFrame(requestId: RequestId): void {
    const receivedAtMs = this.#requests.get(requestId)
    if (receivedAtMs === undefined) return
    this.#requests.delete(requestId)
    const { clock, events } = this.#ports
    events.firstFrame(this.#guildId, requestId, clock.now() - receivedAtMs)
  }
}

/** A command fails when a later one made its effect pointless. */
function refusal(error: unknown): never {
  if (error instanceof Superseded) throw new SegueError('superseded')
  throw error
}
