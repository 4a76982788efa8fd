import type { GuildId, RequestId, TrackId } from '../base/ids.ts'
import { type Current, idleState, type PlayerState } from '../domain/player/state.ts'
import type { Track } from '../domain/track.ts'
import type { PlayerSnapshot } from './ports.ts'

/**
 * The part of a player that survives a restart. A track that waits to resume where voice was lost
 * is written as current, without a channel.
 */
export function snapshotOf(guildId: GuildId, state: PlayerState): PlayerSnapshot {
  const { voiceChannel, textChannelId, loop, volume, paused, current, upcoming, resumeAt } = state
  const common = { guildId, voiceChannel, textChannelId, loop, volume, paused }
  if (current !== null) {
    const { track, positionMs } = current
    return { ...common, current: { track, positionMs }, queue: upcoming }
  }
  const [first, ...rest] = upcoming
  if (voiceChannel !== null || first === undefined || resumeAt?.trackId !== first.id) {
    return { ...common, current: null, queue: upcoming }
  }
  return { ...common, current: { track: first, positionMs: resumeAt.positionMs }, queue: rest }
}

/** Every track of the snapshot, in order. */
export function tracksOf({ current, queue }: PlayerSnapshot): Track[] {
  return current === null ? [...queue] : [current.track, ...queue]
}

/**
 * The same player without these tracks: if the current one is among them, the next takes its place.
 */
export function without(snapshot: PlayerSnapshot, ids: ReadonlySet<TrackId>): PlayerSnapshot {
  const queue = snapshot.queue.filter(({ id }) => !ids.has(id))
  const { current, voiceChannel } = snapshot
  if (current === null || !ids.has(current.track.id)) return { ...snapshot, queue }
  const [next, ...rest] = queue
  if (voiceChannel === null || next === undefined) return { ...snapshot, current: null, queue }
  return { ...snapshot, current: { track: next, positionMs: 0 }, queue: rest }
}

/** The player from a snapshot, with nothing begun yet; `requestId` names it in logs. */
export function stateOf(snapshot: PlayerSnapshot, requestId: RequestId): PlayerState {
  const { voiceChannel, textChannelId, loop, volume, paused, current, queue } = snapshot
  const rested: PlayerState = {
    ...idleState,
    voiceChannel,
    textChannelId,
    loop,
    volume,
    upcoming: queue,
  }
  if (current === null) return rested
  const { track, positionMs } = current
  if (voiceChannel === null) {
    const resumeAt = { trackId: track.id, positionMs }
    return { ...rested, upcoming: [track, ...queue], resumeAt }
  }
  const again: Current = {
    track,
    playId: 0,
    requestId,
    positionMs: track.live ? 0 : positionMs,
    durationMs: track.durationMs,
    stated: false,
    seekable: track.live ? false : null,
    started: false,
    asked: false,
    announced: true,
    reopenedAtMs: null,
    more: 0,
    waiting: null,
    retry: null,
  }
  return { ...rested, current: again, paused }
}
