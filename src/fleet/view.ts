import type { GuildId } from '../base/ids.ts'
import type { PlayerState } from '../domain/player/state.ts'
import { waitOf } from '../domain/player/waiting.ts'
import type { Value } from '../domain/schema/schema.ts'
import type { trackViewSchema } from '../domain/schema/track.ts'
import type { pageSchema, playerViewSchema, queueViewSchema } from '../domain/schema/view.ts'
import type { Track } from '../domain/track.ts'

export type TrackView = Value<typeof trackViewSchema>
export type PlayerView = Value<typeof playerViewSchema>
export type QueueView = Value<typeof queueViewSchema>
export type Page = Value<typeof pageSchema>

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

export function trackView(track: Track): TrackView {
  const { locator: _, ...shown } = track
  return shown
}
