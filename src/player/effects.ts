import { codeOf } from '../base/error.ts'
import {
  type ChannelId,
  type GuildId,
  newRequestId,
  newTrackId,
  type TrackId,
} from '../base/ids.ts'
import { unreachable } from '../base/unreachable.ts'
import type { Media } from '../domain/media.ts'
import type { Notice } from '../domain/notice.ts'
import type { PlaybackEvent } from '../domain/playback.ts'
import { isHeld, type PlayerState, soundOf, type VoiceChannel } from '../domain/player/state.ts'
import type { Effect } from '../domain/player/step.ts'
import type { Input } from '../domain/player/transition.ts'
import type { Track } from '../domain/track.ts'
import { abortable } from './abortable.ts'
import { EffectLane, Superseded, type TimedEffect } from './effect-lane.ts'
import { Insteads } from './insteads.ts'
import type { PlayerHost, PlayerPorts } from './player-ports.ts'
import { Preparation } from './preparation.ts'
import { SegmentSearch } from './segment-search.ts'

/** The player whose effects these are. */
export interface EffectsOwner {
  state(): PlayerState
  /** What an effect came to. */
  input(input: Input): void
  hear(event: PlaybackEvent): void
  tell(notice: Notice): void
}

/** Carries out what one server's steps lead to, in their order: the player decides, and this does. */
export class Effects {
  readonly #guildId: GuildId
  readonly #ports: PlayerPorts
  readonly #host: PlayerHost
  readonly #player: EffectsOwner
  readonly #lane: EffectLane
  readonly #preparation: Preparation
  readonly #insteads: Insteads
  readonly #segments: SegmentSearch
  /** Of the search for what goes with a track. */
  #relating = new AbortController()
  #ended = false

  constructor(guildId: GuildId, ports: PlayerPorts, host: PlayerHost, player: EffectsOwner) {
    this.#guildId = guildId
    this.#ports = ports
    this.#host = host
    this.#player = player
    this.#preparation = new Preparation({
      ...{ guildId, ...ports, sound: () => soundOf(player.state()) },
      library: { open: (track, _, signal) => this.#source(track, signal) },
      opening: (trackId) => host.opening(trackId, false),
      unplayable: (trackId, error) => void this.#unplayable(trackId, error),
    })
    this.#insteads = new Insteads({ guildId, ...ports, state: () => player.state() })
    this.#segments = new SegmentSearch({
      ...{ guildId, ...ports, state: () => player.state() },
      found: (trackId, found) => player.input({ kind: 'segments', trackId, found }),
    })
    this.#lane = new EffectLane((effect, signal) => this.#execute(effect, signal), ports.clock)
  }

  /** What a command waits for; nothing where the outcome is told by events. */
  begin(effect: Effect): Promise<unknown>[] {
    switch (effect.kind) {
      case 'announce':
        this.#player.tell(effect.notice)
        return []
      case 'invite':
        void this.#ports.announcer.announce(
          effect.channelId,
          { kind: 'request-here' },
          this.#player.state().settings.language,
        )
        return []
      case 'go-home':
        // What this step leads to comes first.
        queueMicrotask(() => this.#goHome(effect.channelId))
        return []
      case 'relate':
        void this.#relate(effect)
        return []
      case 'find-segments':
        void this.#segments.begin(effect.track)
        return []
      case 'prepare':
        this.#preparation.begin(effect.track, effect.startMs)
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

  /** Ends what's under way and what waits, silently. */
  clear(): void {
    this.#lane.clear()
    this.#dropAhead()
  }

  /** The process stops: what's under way is carried out, and nothing is looked for or opened ahead. */
  end(): void {
    this.#ended = true
    this.#insteads.end()
    this.#dropAhead()
  }

  #dropAhead(): void {
    this.#preparation.drop()
    this.#relating.abort()
    this.#segments.drop()
  }

  #goHome(channelId: ChannelId): void {
    if (this.#ended) return
    this.#player.input({ kind: 'home', at: this.#home(channelId) })
  }

  #home(channelId: ChannelId): VoiceChannel | null {
    try {
      if (this.#player.state().voiceChannel === null) this.#host.admit()
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
      case 'sound':
        return playback.setSound(id, effect.sound)
      case 'seek': {
        const positionMs = await playback.seek(id, effect.positionMs)
        const { playId } = effect
        this.#player.hear({ kind: 'position', guildId: id, playId, positionMs })
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
    const { current } = this.#player.state()
    const asked = current?.track.id === id && current.asked
    const [{ media, number }] = await Promise.all([
      abortable(this.#open(effect, signal), signal),
      abortable(this.#host.opening(id, asked), signal),
    ])
    signal.throwIfAborted()
    // Changes made while the source was being opened apply from the first frame.
    const state = this.#player.state()
    const sound = soundOf(state)
    const paused = isHeld(state)
    const { playId, startMs, requestId } = effect
    const order = { playId, media, startMs, sound, paused, requestId }
    await playback.play(this.#guildId, number === null ? order : { ...order, prepared: number })
  }

  async #open(
    { track, startMs }: Extract<Effect, { kind: 'play' }>,
    signal: AbortSignal,
  ): Promise<{ readonly media: Media; readonly number: number | null }> {
    if (startMs === 0) this.#preparation.checkDead(track.id)
    if (this.#preparation.holds(track.id, startMs)) {
      const ready = await this.#preparation.take(signal)
      if (ready !== null) return ready
    }
    return { media: await this.#source(track, signal), number: null }
  }

  async #source(track: Track, signal: AbortSignal): Promise<Media> {
    const media = await this.#ports.library.open(track, this.#guildId, signal)
    this.#segments.opened(track)
    return media
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
    this.#player.input({ kind: 'related', to: track.id, found, id, requestId, chance })
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
    if (effect.kind === 'connect') this.#player.input({ kind: 'connect-failed', code })
    if (effect.kind === 'play') void this.#playFailed(effect, error)
  }

  async #playFailed({ track, playId }: Extract<Effect, { kind: 'play' }>, error: unknown) {
    const found = await this.#insteads.of(track, error)
    if (found === null) this.#player.input({ kind: 'play-failed', playId, code: codeOf(error) })
    else this.#player.input({ kind: 'instead', ...found })
  }

  /** A track couldn't be opened ahead of its turn. */
  async #unplayable(trackId: TrackId, error: unknown): Promise<void> {
    const track = this.#player.state().upcoming.find(({ id }) => id === trackId)
    const found = track === undefined ? null : await this.#insteads.of(track, error)
    if (found === null) this.#player.input({ kind: 'unplayable', trackId })
    else this.#player.input({ kind: 'instead', ...found })
  }
}
