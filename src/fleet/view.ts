import { SegueError } from '../base/error.ts'
import type { GuildId } from '../base/ids.ts'
import type { Notice } from '../domain/notice.ts'
import { autoplayOf, type PlayerState } from '../domain/player/state.ts'
import { waitOf } from '../domain/player/waiting.ts'
import type { Value } from '../domain/schema/schema.ts'
import type { trackViewSchema } from '../domain/schema/track.ts'
import {
  type enqueuedViewSchema,
  type foundViewSchema,
  OUTCOMES,
  type obeyedViewSchema,
  type pageSchema,
  type playerViewSchema,
  type queueViewSchema,
} from '../domain/schema/view.ts'
import { type FoundTrack, isOfLibrary, type Track } from '../domain/track.ts'
import type { Enqueued } from '../player/enqueue.ts'

export type TrackView = Value<typeof trackViewSchema>
export type PlayerView = Value<typeof playerViewSchema>
export type QueueView = Value<typeof queueViewSchema>
export type ObeyedView = Value<typeof obeyedViewSchema>
export type EnqueuedView = Value<typeof enqueuedViewSchema>
export type FoundView = Value<typeof foundViewSchema>
export type Page = Value<typeof pageSchema>

export function playerView(guildId: GuildId, state: PlayerState): PlayerView {
  const { current, voiceChannel, paused, volume, filters, loop, upcoming } = state
  return {
    guildId,
    channelId: voiceChannel?.channelId ?? null,
    current: current && {
      track: trackView(current.track),
      positionMs: Math.round(current.positionMs),
      durationMs: current.durationMs,
      title: current.said?.title ?? null,
      started: current.started,
      waiting: waitOf(state),
    },
    paused,
    volume,
    filters,
    loop,
    autoplay: autoplayOf(state),
    queueLength: upcoming.length,
  }
}

export function queueView(guildId: GuildId, state: PlayerState, page: Page): QueueView {
  const { offset, limit } = page
  const tracks = state.upcoming.slice(offset, offset + limit).map(trackView)
  return { ...playerView(guildId, state), offset, tracks }
}

export function trackView(track: Track): TrackView {
  const { locator: _, chosen: __, foundBy: ___, isrc: ____, ...shown } = track
  return shown
}

/** `notice`: what came of the command. */
export function obeyedView(guildId: GuildId, state: PlayerState, notice: Notice): ObeyedView {
  const track = 'track' in notice ? trackView(notice.track) : null
  return { ...playerView(guildId, state), track }
}

/** Throws 'internal' for a notice that no track's arrival has. */
export function enqueuedView(
  guildId: GuildId,
  state: PlayerState,
  { notice, batch }: Enqueued,
): EnqueuedView {
  if (!('track' in notice)) throw new SegueError('internal', notice.kind)
  const { track } = notice
  const position = state.upcoming.findIndex(({ id }) => id === track.id) + 1
  return {
    ...playerView(guildId, state),
    queued: {
      track: trackView(track),
      position: position === 0 ? null : position,
      count: batch.count,
      more: batch.outcome?.kind !== 'whole',
      total: batch.total,
      outcome: OUTCOMES.find((known) => known === notice.kind) ?? 'starting',
    },
  }
}

/** What the host has is found by its path or its name there, another track by its page. */
export function foundView({ locator, ...shown }: FoundTrack): FoundView['tracks'][number] {
  return { ...shown, query: isOfLibrary(shown) ? locator : shown.pageUrl }
}
