import type { ErrorCode } from '../base/error.ts'
import { areSame } from './filters.ts'
import type { Current, PlayerState } from './player/state.ts'
import type { Input } from './player/transition.ts'
import { waitOf } from './player/waiting.ts'
import type { playerEventSchema } from './schema/event.ts'
import type { Value } from './schema/schema.ts'
import { isSame } from './settings.ts'
import type { Track } from './track.ts'

/**
 * What happened to a server's player. A track's run is `track_load`, then `track_start` when it
 * first sounds, then `track_end`, each at most once; at most one run is under way. Each round of a
 * loop is a run. A process that dies ends no run: the next `track_load` tells that the one before
 * it is over. Positions are in milliseconds.
 */
export type PlayerEvent = Value<typeof playerEventSchema>

export type TrackOutcome = Extract<PlayerEvent, { kind: 'track_end' }>['outcome']

/** What happened in the step from `before` to `after`, in order. */
export function eventsOf(before: PlayerState, input: Input, after: PlayerState): PlayerEvent[] {
  if (before === after) return []
  return [
    ...runEnded(before, input, after),
    ...voiceChanged(before, input, after),
    ...set(before, after),
    ...runBegan(before, after),
    ...waitChanged(before, after),
    ...titleChanged(before, after),
    ...leftOut(before, after),
    ...sought(before, input, after),
  ]
}

function runEnded(before: PlayerState, input: Input, after: PlayerState): PlayerEvent[] {
  const { current } = before
  if (current === null) return []
  const { track, positionMs, announced: heard } = current
  const outcome = isOver(current, after.current) ? outcomeOf(current, input, after) : null
  const code = failureOf(current, input, after)
  const events: PlayerEvent[] = []
  if (code !== null) events.push({ kind: 'error', track, code, final: outcome === 'failed' })
  if (outcome !== null) events.push({ kind: 'track_end', track, positionMs, outcome, heard })
  return events
}

/** Whether another track, or another round of the same one, took its place. */
function isOver(was: Current, is: Current | null): boolean {
  if (is === null || is.track.id !== was.track.id) return true
  return is.playId !== was.playId && was.started && !is.started
}

function outcomeOf(current: Current, input: Input, after: PlayerState): TrackOutcome {
  const { track, started } = current
  if (input.kind === 'command') return 'skipped'
  if (isEndedBySegment(current, input, after)) return 'finished'
  if (input.kind === 'event' && input.event.kind === 'ended') return started ? 'finished' : 'failed'
  const isFailure =
    input.kind === 'play-failed' || (input.kind === 'event' && input.event.kind === 'failed')
  const isKept = after.upcoming.some(({ id }) => id === track.id)
  return isFailure && !isKept ? 'failed' : 'interrupted'
}

/** Whether it's over since the rest of it is left out. */
function isEndedBySegment({ track, skips, started }: Current, input: Input, after: PlayerState) {
  const isTold =
    input.kind === 'event' && (input.event.kind === 'position' || input.event.kind === 'started')
  const canEnd = input.kind === 'time' || input.kind === 'segments' || isTold
  return started && canEnd && skips.endsAtMs !== null && after.resumeAt?.trackId !== track.id
}

/** Why the current track failed with this input; null: it didn't, or its link was only renewed. */
function failureOf(current: Current, input: Input, after: PlayerState): ErrorCode | null {
  if (input.kind === 'instead') return input.of === current.track.id ? input.code : null
  if (input.kind === 'play-failed') return input.playId === current.playId ? input.code : null
  if (input.kind !== 'event' || !('playId' in input.event)) return null
  const { event } = input
  if (event.playId !== current.playId) return null
  if (event.kind === 'ended') return current.started ? null : 'empty-file'
  const { track, playId } = after.current ?? {}
  const isRenewed = track?.id === current.track.id && playId !== current.playId
  return event.kind === 'failed' && !isRenewed ? event.code : null
}

function voiceChanged(before: PlayerState, input: Input, after: PlayerState): PlayerEvent[] {
  const from = before.voiceChannel?.channelId ?? null
  const to = after.voiceChannel?.channelId ?? null
  if (from === to) return []
  if (to !== null) {
    return [
      { kind: 'voice', change: from === null ? 'joined' : 'moved', channelId: to, code: null },
    ]
  }
  if (from === null) return []
  return [{ kind: 'voice', change: 'left', channelId: from, code: lossOf(input) }]
}

function lossOf(input: Input): ErrorCode | null {
  if (input.kind === 'connect-failed') return input.code
  return input.kind === 'event' && input.event.kind === 'voice-lost' ? input.event.code : null
}

/** What members set. */
function set(before: PlayerState, after: PlayerState): PlayerEvent[] {
  const events: PlayerEvent[] = []
  const { settings, volume, filters, loop, paused, upcoming } = after
  if (!isSame(settings, before.settings)) events.push({ kind: 'settings', settings })
  if (volume !== before.volume) events.push({ kind: 'volume', volume })
  if (!areSame(filters, before.filters)) events.push({ kind: 'filters', filters })
  if (loop !== before.loop) events.push({ kind: 'loop', loop })
  if (!isSameQueue(before.upcoming, upcoming)) {
    events.push({ kind: 'queue_updated', length: upcoming.length })
  }
  if (paused !== before.paused) {
    const positionMs = after.current?.positionMs ?? null
    events.push({ kind: paused ? 'paused' : 'resumed', positionMs })
  }
  return events
}

function isSameQueue(before: readonly Track[], after: readonly Track[]): boolean {
  if (before === after) return true
  return before.length === after.length && before.every(({ id }, at) => id === after[at]?.id)
}

function runBegan(before: PlayerState, { current }: PlayerState): PlayerEvent[] {
  if (current === null) return []
  const { track, positionMs, durationMs, started } = current
  const isNew = before.current === null || isOver(before.current, current)
  const events: PlayerEvent[] = []
  if (isNew) events.push({ kind: 'track_load', track, positionMs })
  if (started && (isNew || before.current?.started !== true)) {
    events.push({ kind: 'track_start', track, positionMs, durationMs })
  }
  return events
}

function waitChanged(before: PlayerState, after: PlayerState): PlayerEvent[] {
  const reason = waitOf(after)
  return reason === waitOf(before) ? [] : [{ kind: 'waiting', reason }]
}

function titleChanged(before: PlayerState, { current }: PlayerState): PlayerEvent[] {
  if (current === null) return []
  const { track, said } = current
  const isNew = before.current === null || isOver(before.current, current)
  const was = isNew ? null : (before.current?.said ?? null)
  const title = said?.title ?? null
  return title === (was?.title ?? null) ? [] : [{ kind: 'title', track, title }]
}

/** What was left out of the current track. */
function leftOut(before: PlayerState, { current }: PlayerState): PlayerEvent[] {
  const last = current?.skips.last ?? null
  if (last === null || last === before.current?.skips.last) return []
  const { startMs, endMs, categories } = last
  return [{ kind: 'segment_skipped', startMs, endMs, categories }]
}

function sought(before: PlayerState, input: Input, { current }: PlayerState): PlayerEvent[] {
  const command = input.kind === 'command' ? input.command.kind : null
  const isSkip =
    current?.skips.last !== before.current?.skips.last && current?.playId === before.current?.playId
  const isSeek = command === 'seek' || command === 'replay' || isSkip
  return isSeek && current !== null ? [{ kind: 'sought', positionMs: current.positionMs }] : []
}
