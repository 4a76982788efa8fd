import { SegueError } from '../../base/error.ts'
import type { GuildId } from '../../base/ids.ts'
import type { PlaybackEvent, PlaybackStats } from '../../domain/playback.ts'
import type { OwnVoiceState, VoiceServerAssignment } from '../../domain/voice.ts'
import type { Handlers, ThreadTotals } from '../protocol/messages.ts'
import type { VoiceLink, VoiceLinkEvents } from '../voice/voice-link.ts'
import { FrameBuffer } from './frame-buffer.ts'
import { type Decoders, MediaTrack } from './media-track.ts'
import type { Pacer } from './pacer.ts'
import { Session } from './session.ts'

/** A voice link, and where the main gateway's events for it go in. */
export interface SignalledVoice extends VoiceLink {
  /** How often voice came back after it had been up. */
  readonly reconnects: number
  onState(state: OwnVoiceState): void
  onServer(assignment: VoiceServerAssignment): void
}

export interface SessionsOptions {
  readonly pacer: Pacer
  readonly decoders: Decoders
  readonly openVoice: (guildId: GuildId, events: VoiceLinkEvents) => SignalledVoice
  readonly emit: (event: PlaybackEvent) => void
}

interface Seat {
  readonly session: Session
  readonly voice: SignalledVoice
  /** How often the session was asked to connect or to leave, and whether it ever was connected. */
  attempts: number
  up: boolean
}

const NO_STATS: PlaybackStats = { framesSent: 0, framesMissing: 0, framesLate: 0 }

/** All sessions of one worker: finds the one that a call or a voice event is for. */
export class Sessions implements AsyncDisposable {
  readonly #options: SessionsOptions
  readonly #frame = new FrameBuffer()
  readonly #seats = new Map<GuildId, Seat>()
  /** The totals of sessions that have ended. */
  #past: Counts = { ...NO_STATS, voiceReconnects: 0 }

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  readonly handlers: Handlers = {
    connect: async ({ guildId, channelId, bitrate }) => {
      const seat = this.#seats.get(guildId) ?? this.#open(guildId)
      const attempt = ++seat.attempts
      try {
        await seat.session.connect(channelId, bitrate)
        seat.up = true
      } catch (error) {
        // A move that failed leaves the session, and so does a join that another one replaced.
        if (!seat.up && attempt === seat.attempts) this.#forget(guildId, seat)
        throw error
      }
    },
    disconnect: async ({ guildId }) => {
      const seat = this.#seats.get(guildId)
      if (!seat) return
      // Counted, so that a join which this cuts short does not end the session before it has left.
      const attempt = ++seat.attempts
      await seat.session.disconnect()
      // A server that joined again meanwhile keeps its session.
      if (seat.attempts === attempt) this.#forget(guildId, seat)
    },
    abandon: async ({ guildId }) => {
      const seat = this.#seats.get(guildId)
      if (seat) this.#forget(guildId, seat)
    },
    play: async ({ guildId, order }) => {
      const { requestId, playId } = order
      this.#options.decoders.log.debug('order taken', { guildId, requestId, playId })
      this.#of(guildId).play(order)
    },
    stop: async ({ guildId }) => {
      this.#seats.get(guildId)?.session.stop()
    },
    setPaused: async ({ guildId, paused }) => {
      this.#seats.get(guildId)?.session.setPaused(paused)
    },
    seek: async ({ guildId, positionMs }) => this.#of(guildId).seek(positionMs),
    setVolume: async ({ guildId, volume }) => {
      this.#seats.get(guildId)?.session.setVolume(volume)
    },
    stats: async ({ guildId }) => this.#seats.get(guildId)?.session.stats() ?? NO_STATS,
    drain: async () => {
      await this[Symbol.asyncDispose]()
    },
  }

  get totals(): ThreadTotals {
    const all = [...this.#seats.values()].reduce(
      (sum, seat) => plus(sum, countsOf(seat)),
      this.#past,
    )
    return { ...all, players: this.#seats.size }
  }

  onState(state: OwnVoiceState): void {
    this.#seats.get(state.guild_id)?.voice.onState(state)
  }

  onServer(assignment: VoiceServerAssignment): void {
    this.#seats.get(assignment.guild_id)?.voice.onServer(assignment)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const seats = [...this.#seats]
    await Promise.allSettled(seats.map(([, seat]) => seat.session.disconnect()))
    for (const [guildId, seat] of seats) this.#forget(guildId, seat)
  }

  #of(guildId: GuildId): Session {
    const seat = this.#seats.get(guildId)
    if (!seat) throw new SegueError('voice-lost', 'not connected')
    return seat.session
  }

  #open(guildId: GuildId): Seat {
    const { pacer, decoders, openVoice, emit } = this.#options
    let voice: SignalledVoice | null = null
    const session = new Session({
      guildId,
      pacer,
      frame: this.#frame,
      openVoice: (events) => {
        voice = openVoice(guildId, events)
        return voice
      },
      openTrack: ({ media, startMs, volume }, bitrate, events) =>
        new MediaTrack({ media, startMs, volume, bitrate, decoders, events }),
      emit,
      onLost: () => {
        const lost = this.#seats.get(guildId)
        if (lost?.session !== session) return
        this.#past = plus(this.#past, countsOf(lost))
        this.#seats.delete(guildId)
      },
    })
    if (!voice) throw new Error('the session opened no voice')
    const seat: Seat = { session, voice, attempts: 0, up: false }
    this.#seats.set(guildId, seat)
    return seat
  }

  #forget(guildId: GuildId, seat: Seat): void {
    seat.session[Symbol.dispose]()
    if (this.#seats.get(guildId) !== seat) return
    this.#past = plus(this.#past, countsOf(seat))
    this.#seats.delete(guildId)
  }
}

type Counts = Omit<ThreadTotals, 'players'>

const countsOf = ({ session, voice }: Seat): Counts => ({
  ...session.stats(),
  voiceReconnects: voice.reconnects,
})

function plus(one: Counts, other: Counts): Counts {
  return {
    voiceReconnects: one.voiceReconnects + other.voiceReconnects,
    framesSent: one.framesSent + other.framesSent,
    framesMissing: one.framesMissing + other.framesMissing,
    framesLate: one.framesLate + other.framesLate,
  }
}
