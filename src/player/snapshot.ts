import type { Clock } from '../base/clock.ts'
import type { GuildId, RequestId, TrackId } from '../base/ids.ts'
import { arrivingOf, resumed } from '../domain/player/batches.ts'
import { VOTE_MS } from '../domain/player/obey/voting.ts'
import {
  type Current,
  idleState,
  noSkips,
  type PlayerState,
  type VoiceChannel,
  type Vote,
} from '../domain/player/state.ts'
import type { Track } from '../domain/track.ts'
import type { PlayerSnapshot, StoredVote } from './ports.ts'

/**
 * The part of a player that survives a restart. A track that waits to resume where voice was lost
 * is written as current, without a channel. `epochMs`: when the player's clock began, in ms since 1970.
 */
export function snapshotOf(guildId: GuildId, state: PlayerState, epochMs: number): PlayerSnapshot {
  const { textChannelId, loop, autoplay, volume, mutedFrom, filters, paused, djId } = state
  const { current, upcoming, resumeAt, past, batches } = state
  const voiceChannel = state.voiceChannel ?? homeOf(state)
  const vote = state.vote && {
    trackId: state.vote.trackId,
    voters: state.vote.voters,
    endsAt: epochMs + state.vote.endsAtMs,
  }
  const sound = { loop, autoplay, volume, mutedFrom, filters, paused }
  const arriving = arrivingOf(batches)
  const common = { guildId, voiceChannel, textChannelId, ...sound, djId, vote, past, arriving }
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

/** When that clock began, in ms since 1970. */
export const epochOf = (clock: Clock): number => Date.now() - clock.now()

/**
 * The player from a snapshot, with nothing begun yet; `requestId` names it in logs. `epochMs`: when
 * the player's clock began, in ms since 1970.
 */
export function stateOf(
  snapshot: PlayerSnapshot,
  requestId: RequestId,
  epochMs: number,
): PlayerState {
  const { voiceChannel, textChannelId, loop, autoplay, volume, mutedFrom, filters } = snapshot
  const { paused, current, queue } = snapshot
  const rested: PlayerState = {
    ...idleState,
    voiceChannel,
    textChannelId,
    loop,
    autoplay,
    volume,
    mutedFrom,
    filters,
    upcoming: queue,
    djId: snapshot.djId,
    vote: snapshot.vote && voteOf(snapshot.vote, epochMs),
    past: snapshot.past,
    batches: snapshot.arriving.map((list) => resumed(list, requestId)),
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
    positionMs,
    heardBeforeMs: 0,
    durationMs: track.durationMs,
    stated: false,
    seekable: track.live ? false : null,
    started: false,
    asked: false,
    announced: true,
    reopenedAtMs: null,
    more: 0,
    remarks: null,
    waiting: null,
    said: null,
    saidBefore: [],
    retry: null,
    skips: noSkips,
  }
  return { ...rested, current: again, paused }
}

/** A clock that was set back doesn't lengthen a vote. */
function voteOf({ trackId, voters, endsAt }: StoredVote, epochMs: number): Vote {
  const latestMs = Date.now() - epochMs + VOTE_MS
  return { trackId, voters, endsAtMs: Math.min(endsAt - epochMs, latestMs) }
}

/** Where a bot is on its way to, so that it arrives after a restart, too. */
function homeOf({ homeDueMs, settings }: PlayerState): VoiceChannel | null {
  const { homeChannelId } = settings
  if (homeDueMs === null || homeChannelId === null) return null
  return { channelId: homeChannelId, bitrate: HOME_BITRATE }
}

/** Discord's default for a voice channel, until the bot is there and knows better; in bit/s. */
const HOME_BITRATE = 64_000
