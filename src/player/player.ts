import type { Clock } from '../base/clock.ts'
import { codeOf, type ErrorCode, SegueError } from '../base/error.ts'
import {
  type ChannelId,
  type GuildId,
  newRequestId,
  newTrackId,
  type RequestId,
  type TrackId,
  type UserId,
} from '../base/ids.ts'
import { unreachable } from '../base/unreachable.ts'
import { isPosted } from '../domain/announcing.ts'
import type { AutoplayMode, Related } from '../domain/autoplay.ts'
import { type Command, isCall, type Place, type Request } from '../domain/command.ts'
import type { Media } from '../domain/media.ts'
import type { Notice } from '../domain/notice.ts'
import type { PlaybackEvent } from '../domain/playback.ts'
import { deadlineOf } from '../domain/player/deadlines.ts'
import { idleState, isHeld, type PlayerState, type VoiceChannel } from '../domain/player/state.ts'
import type { Effect, Step } from '../domain/player/step.ts'
import { type Input, transition } from '../domain/player/transition.ts'
import type { Actor } from '../domain/policy/actor.ts'
import { permit } from '../domain/policy/decide.ts'
import type { GuildSettings } from '../domain/settings.ts'
import type { Track } from '../domain/track.ts'
import type { Events } from '../observability/events.ts'
import type { Log } from '../observability/log.ts'
import { abortable } from './abortable.ts'
import { Answers } from './answers.ts'
import type { Batch } from './batch.ts'
import { Batches } from './batches.ts'
import { EffectLane, Superseded, type TimedEffect } from './effect-lane.ts'
import type { Announcer, Library, Playback } from './ports.ts'
import { Preparation } from './preparation.ts'

/** What players reach the world through. */
export interface PlayerPorts {
  readonly playback: Playback
  readonly library: Library
  readonly announcer: Announcer
  /** Tracks that go with one, best first. Never rejects. */
  readonly related: (
    guildId: GuildId,
    seed: Track,
    mode: Exclude<AutoplayMode, 'off'>,
    signal: AbortSignal,
  ) => Promise<readonly Related[]>
  readonly clock: Clock
  readonly log: Log
  readonly events: Events
  /** The bot is about to leave its voice channel there; resolves when it may, within a second or so. */
  leaving?(guildId: GuildId): Promise<void>
}

/** The owner of the player, which answers its questions and hears its news. */
export interface PlayerHost {
  /** Throws a `SegueError` when this process takes on no further player. */
  admit(): void
  /** The channel as it is now. Throws a `SegueError` that names why the bot can't play there. */
  voiceChannel(channelId: ChannelId): VoiceChannel
  /** The people in that channel, without bots; null: not known now. */
  listeners(channelId: ChannelId): readonly UserId[] | null
  /** Resolves when the track may go to the engine. `asked`: somebody has just asked for it. */
  opening(trackId: TrackId, asked: boolean): Promise<void>
  /** After each step. */
  stepped(before: PlayerState, input: Input, after: PlayerState): void
}

/**
 * One server's player: a mailbox. Commands and events pass `transition` strictly one after another,
 * each as a whole, and their effects leave in the same order, so two members' commands can't
 * interleave.
 */
export class Player {
  readonly #guildId: GuildId
  readonly #ports: PlayerPorts
  readonly #host: PlayerHost
  readonly #lane: EffectLane
  readonly #answers: Answers
  readonly #preparation: Preparation
  readonly #batches: Batches
  /** Arrival times of requests that wait for their first frame. */
  readonly #requests = new Map<RequestId, number>()
  #relating = new AbortController()
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
    this.#preparation = new Preparation({
      ...{ guildId, ...ports, volume: () => this.#state.volume },
      opening: (trackId) => host.opening(trackId, false),
      unplayable: (trackId) => this.#input({ kind: 'unplayable', trackId }),
    })
    this.#batches = new Batches(
      { ...ports, guildId },
      {
        state: () => this.#state,
        // What's arriving when the process stops goes on in the next one.
        input: (input) => !this.#ended && this.#input(input),
        tell: (notice) => !this.#ended && this.tell(notice),
      },
    )
    this.#lane = new EffectLane((effect, signal) => this.#execute(effect, signal), ports.clock)
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

  /** Another process plays there now: ends what's under way, silently and for good. */
  abandon(): void {
    this.#state = idleState
    this.#lane.clear()
    this.#preparation.drop()
    this.#batches.keep([])
    this.#relating.abort()
    this.#arm()
  }

  /** The process stops: tells whoever waits for an answer, and says nothing else. */
  end(): void {
    this.#ended = true
    this.#batches.keep([])
    this.#preparation.drop()
    this.#relating.abort()
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
    const begun = step.effects.flatMap((effect) => this.#begin(effect))
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

  #begin(effect: Effect): Promise<unknown>[] {
    switch (effect.kind) {
      case 'announce':
        this.tell(effect.notice)
        return []
      case 'invite':
        void this.#ports.announcer.announce(
          effect.channelId,
          { kind: 'request-here' },
          this.#state.settings.language,
        )
        return []
      case 'go-home':
        // What this step leads to comes first.
        queueMicrotask(() => this.#goHome(effect.channelId))
        return []
      case 'relate':
        void this.#relate(effect)
        return []
      case 'prepare':
        this.#preparation.begin(effect.track)
        return []
      case 'unprepare':
        this.#preparation.drop()
        return []
    }
    const done = this.#lane.push(effect)
    done.catch((error: unknown) => this.#failed(effect, error))
    // The track's own events tell its outcome, however long its source takes.
    return effect.kind === 'play' ? [] : [done]
  }

  #goHome(channelId: ChannelId): void {
    if (this.#ended) return
    this.#input({ kind: 'home', at: this.#home(channelId) })
  }

  #home(channelId: ChannelId): VoiceChannel | null {
    try {
      if (this.#state.voiceChannel === null) this.#host.admit()
      return this.#host.voiceChannel(channelId)
    } catch (error) {
      const fields = { guildId: this.#guildId, channelId, code: codeOf(error) }
      this.#ports.log.info('the home channel can’t be joined now', fields)
      return null
    }
  }

  async #execute(effect: TimedEffect, signal: AbortSignal): Promise<unknown> {
    const { playback } = this.#ports
    const id = this.#guildId
    switch (effect.kind) {
      case 'connect':
        return playback.connect(id, effect.voiceChannel.channelId, effect.voiceChannel.bitrate)
      case 'disconnect':
        return this.#ports.leaving === undefined ? playback.disconnect(id) : this.#leave()
      case 'play':
        return this.#play(effect, signal)
      case 'stop':
        return playback.stop(id)
      case 'pause':
        return playback.setPaused(id, effect.paused)
      case 'volume':
        return playback.setVolume(id, effect.volume)
      case 'seek': {
        const positionMs = await playback.seek(id, effect.positionMs)
        const { playId } = effect
        this.hear({ kind: 'position', guildId: id, playId, positionMs })
        return positionMs
      }
      default:
        return unreachable(effect)
    }
  }

  async #leave(): Promise<void> {
    await this.#ports.leaving?.(this.#guildId)
    await this.#ports.playback.disconnect(this.#guildId)
  }

  async #play(effect: Extract<Effect, { kind: 'play' }>, signal: AbortSignal): Promise<void> {
    const { playback } = this.#ports
    const { id } = effect.track
    const { current } = this.#state
    const asked = current?.track.id === id && current.asked
    const [{ media, number }] = await Promise.all([
      abortable(this.#open(effect, signal), signal),
      abortable(this.#host.opening(id, asked), signal),
    ])
    signal.throwIfAborted()
    // Changes made while the source was being opened apply from the first frame.
    const { volume } = this.#state
    const paused = isHeld(this.#state)
    const { playId, startMs, requestId } = effect
    const order = { playId, media, startMs, volume, paused, requestId }
    await playback.play(this.#guildId, number === null ? order : { ...order, prepared: number })
  }

  async #open(
    { track, startMs }: Extract<Effect, { kind: 'play' }>,
    signal: AbortSignal,
  ): Promise<{ readonly media: Media; readonly number: number | null }> {
    if (startMs === 0) this.#preparation.checkDead(track.id)
    if (startMs === 0 && this.#preparation.holds(track.id)) {
      const ready = await this.#preparation.take(signal)
      if (ready !== null) return ready
    }
    const media = await this.#ports.library.open(track, this.#guildId, signal)
    return { media, number: null }
  }

  async #relate({ track, mode }: Extract<Effect, { kind: 'relate' }>): Promise<void> {
    this.#relating.abort()
    this.#relating = new AbortController()
    const { signal } = this.#relating
    if (mode === 'off') return
    const found = await this.#ports.related(this.#guildId, track, mode, signal)
    if (signal.aborted) return
    const [id, requestId] = [newTrackId(), newRequestId()]
    const chance = Math.floor(Math.random() * 2 ** 32)
    this.#input({ kind: 'related', to: track.id, found, id, requestId, chance })
  }

  #failed(effect: TimedEffect, error: unknown): void {
    if (error instanceof Superseded) {
      if (effect.kind === 'play') this.#preparation.dropFor(effect.track.id)
      return
    }
    const code = codeOf(error)
    this.#ports.log.warn('a step of a player failed', {
      guildId: this.#guildId,
      effect: effect.kind,
      code,
      reason: error instanceof Error ? error.message : String(error),
    })
    // The event of the same name restores the player, perhaps already.
    if (code === 'engine-lost') return
    if (effect.kind === 'connect') this.#input({ kind: 'connect-failed', code })
    if (effect.kind === 'play') this.#input({ kind: 'play-failed', playId: effect.playId, code })
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
