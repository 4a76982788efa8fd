import type { GuildId } from '../base/ids.ts'
import type { LoopMode, PlayerState } from '../domain/player/state.ts'
import { type Wait, waitOf } from '../domain/player/waiting.ts'
import type { Track } from '../domain/track.ts'

/** A track as API clients see it, without its locator. */
export type TrackView = Readonly<
  Omit<Track, 'id' | 'source' | 'locator' | 'requestedBy'> & {
    id: string
    source: string
    requestedBy: string
  }
>

/** A player as API clients see it. JSON. Times in ms, volume in percent (0–200). */
export type PlayerView = {
  readonly guildId: string
  /** The voice channel; null: in none. */
  readonly channelId: string | null
  readonly current: {
    readonly track: TrackView
    /** The position that the engine reported last, which it does about every second. */
    readonly positionMs: number
    readonly durationMs: number | null
    /** False while the track is being opened. */
    readonly started: boolean
    /** Why the track doesn't sound although nobody paused it; null: it does. */
    readonly waiting: Wait | null
  } | null
  readonly paused: boolean
  readonly volume: number
  readonly loop: LoopMode
  readonly queueLength: number
}

/** The same with a stretch of the queue, from `offset` (0 is what comes next). */
export type QueueView = PlayerView & {
  readonly offset: number
  readonly tracks: readonly TrackView[]
}

export type Page = {
  readonly offset: number
  readonly limit: number
}

export function playerView(guildId: GuildId, state: PlayerState): PlayerView {
  const { current, voiceChannel, paused, volume, loop, upcoming } = state
  return {
    guildId,
    channelId: voiceChannel?.channelId ?? null,
    current: current && {
      track: trackView(current.track),
      positionMs: Math.round(current.positionMs),
      durationMs: current.durationMs,
      started: current.started,
      waiting: waitOf(state),
    },
    paused,
    volume,
    loop,
    queueLength: upcoming.length,
  }
}

export function queueView(guildId: GuildId, state: PlayerState, page: Page): QueueView {
  const { offset, limit } = page
  const tracks = state.upcoming.slice(offset, offset + limit).map(trackView)
  return { ...playerView(guildId, state), offset, tracks }
}

function trackView(track: Track): TrackView {
  const { locator: _, ...shown } = track
  return shown
}
