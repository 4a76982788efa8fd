import { SegueError } from '../../base/error.ts'
import type { GuildId } from '../../base/ids.ts'
import type { Media } from '../../domain/media.ts'
import type { PlaybackEvent, PlaybackStats } from '../../domain/playback.ts'
import type { OwnVoiceState, VoiceServerAssignment } from '../../domain/voice.ts'
import type { Handlers, Renewal, ThreadTotals } from '../protocol/messages.ts'
import type { VoiceLink, VoiceLinkEvents } from '../voice/voice-link.ts'
import { FrameBuffer } from './frame-buffer.ts'
import { type Decoders, MediaTrack } from './media-track.ts'
import type { Pacer } from './pacer.ts'
import { openPart } from './part-track.ts'
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
  /** Asks for another link; null: there's none. Never rejects. */
  readonly renew: (renewal: Renewal, signal: AbortSignal) => Promise<Media | null>
  /** Nothing of a server is held any more; `placing` is that of its latest join. */
  readonly onReleased: (guildId: GuildId, placing: number) => void
}

/** One server of this worker. */
interface Held {
  readonly session: Session
  readonly voice: SignalledVoice
  /** The number of the latest join. */
  placing: number
  /** How often the session was asked to connect or to leave, and whether it ever was connected. */
  attempts: number
  up: boolean
}

const NO_STATS: PlaybackStats = { framesSent: 0, framesMissing: 0, framesLate: 0 }

/** All sessions of one worker: finds the one that a call or a voice event is for. */
export class Sessions implements AsyncDisposable {
  readonly #options: SessionsOptions
  readonly #frame = new FrameBuffer()
  readonly #servers = new Map<GuildId, Held>()
  /** The totals of sessions that have ended. */
  #past: Counts = { ...NO_STATS, voiceReconnects: 0 }

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  readonly handlers: Handlers = {
    connect: async ({ guildId, channelId, bitrate, placing }) => {
      const server = this.#servers.get(guildId) ?? this.#open(guildId)
      server.placing = placing
      const attempt = ++server.attempts
      try {
        await server.session.connect(channelId, bitrate)
        server.up = true
      } catch (error) {
        // A move that failed leaves the session, and so does a join that another one replaced.
        if (!server.up && attempt === server.attempts) this.#forget(guildId, server)
        throw error
      }
    },
    disconnect: async ({ guildId }) => {
      const server = this.#servers.get(guildId)
      if (!server) return
      // Counted, so that a join which this cuts short does not end the session before it has left.
      const attempt = ++server.attempts
      await server.session.disconnect()
      // A server that joined again meanwhile keeps its session.
      if (server.attempts === attempt) this.#forget(guildId, server)
    },
    abandon: async ({ guildId }) => {
      const server = this.#servers.get(guildId)
      if (server) this.#forget(guildId, server)
    },
    play: async ({ guildId, order }) => {
      const { requestId, playId } = order
      this.#options.decoders.log.debug('order taken', { guildId, requestId, playId })
      this.#of(guildId).play(order)
    },
    prepare: async ({ guildId, next }) => {
      this.#servers.get(guildId)?.session.prepare(next)
    },
    stop: async ({ guildId }) => {
      this.#servers.get(guildId)?.session.stop()
    },
    setPaused: async ({ guildId, paused }) => {
      this.#servers.get(guildId)?.session.setPaused(paused)
    },
    seek: async ({ guildId, positionMs }) => this.#of(guildId).seek(positionMs),
    setSound: async ({ guildId, sound }) => {
      this.#servers.get(guildId)?.session.setSound(sound)
    },
    voiceState: async ({ state }) => {
      this.#servers.get(state.guild_id)?.voice.onState(state)
    },
    stats: async ({ guildId }) => this.#servers.get(guildId)?.session.stats() ?? NO_STATS,
    drain: async () => {
      await this[Symbol.asyncDispose]()
    },
  }

  get totals(): ThreadTotals {
    const all = [...this.#servers.values()].reduce(
      (sum, server) => plus(sum, countsOf(server)),
      this.#past,
    )
    return { ...all, players: this.#servers.size }
  }

  onServer(assignment: VoiceServerAssignment): void {
    this.#servers.get(assignment.guild_id)?.voice.onServer(assignment)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const servers = [...this.#servers]
    await Promise.allSettled(servers.map(([, server]) => server.session.disconnect()))
    for (const [guildId, server] of servers) this.#forget(guildId, server)
  }

  #of(guildId: GuildId): Session {
    const server = this.#servers.get(guildId)
    if (!server) throw new SegueError('voice-lost', 'not connected')
    return server.session
  }

  #open(guildId: GuildId): Held {
    const { pacer, decoders, openVoice, emit, renew } = this.#options
    let voice: SignalledVoice | null = null
    const session = new Session({
      guildId,
      pacer,
      frame: this.#frame,
      openVoice: (events) => {
        voice = openVoice(guildId, events)
        return voice
      },
      openTrack: ({ media, startMs: wantedMs, sound }, bitrate, wanted) =>
        openPart(media, wantedMs, wanted, (startMs, events) => {
          return new MediaTrack({
            ...{ media, startMs, sound, bitrate, decoders, events },
            renew: (track, signal) => renew({ guildId, track }, signal),
          })
        }),
      emit,
      onLost: () => {
        const lost = this.#servers.get(guildId)
        if (lost?.session === session) this.#remove(guildId, lost)
      },
    })
    if (!voice) throw new Error('the session opened no voice')
    const server: Held = { session, voice, placing: 0, attempts: 0, up: false }
    this.#servers.set(guildId, server)
    return server
  }

  #forget(guildId: GuildId, server: Held): void {
    server.session[Symbol.dispose]()
    if (this.#servers.get(guildId) === server) this.#remove(guildId, server)
  }

  #remove(guildId: GuildId, server: Held): void {
    this.#past = plus(this.#past, countsOf(server))
    this.#servers.delete(guildId)
    this.#options.onReleased(guildId, server.placing)
  }
}

type Counts = Omit<ThreadTotals, 'players'>

const countsOf = ({ session, voice }: Held): Counts => ({
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
