import { SegueError } from '../../../base/error.ts'
import type { RequestId } from '../../../base/ids.ts'
import type { SeekTarget } from '../../command.ts'
import { whatIsOn } from '../../filters.ts'
import { VOLUME } from '../../schema/sound.ts'
import type { Filters } from '../../sound.ts'
import { advance, resting } from '../progress.ts'
import { type Current, type PlayerState, soundOf } from '../state.ts'
import type { Effect, Step } from '../step.ts'
import { ended, silenced } from './ending.ts'

export function setPaused(state: PlayerState, paused: boolean): Step {
  const { track } = playing(state)
  const changes = paused !== state.paused && state.aloneSinceMs === null
  const effects: Effect[] = changes ? [{ kind: 'pause', paused }] : []
  return { state: { ...state, paused }, effects, reply: { kind: 'paused', track } }
}

/** Goes on after a pause, or with a queue that was stopped after failures. */
export function resume(state: PlayerState, requestId: RequestId): Step {
  if (state.current !== null) {
    const { track } = state.current
    return { ...setPaused(state, false), reply: { kind: 'resumed', track } }
  }
  const [first] = state.upcoming
  if (first === undefined) throw new SegueError('nothing-playing')
  if (state.voiceChannel === null) throw new SegueError('bot-not-in-voice')
  const begun = advance({ ...state, failures: 0 }, state.upcoming, requestId)
  return { ...begun, reply: { kind: 'playing', track: first, more: 0 } }
}

export function stop(state: PlayerState, now: number): Step {
  const isAtRest = state.current === null && state.upcoming.length === 0
  if (isAtRest && state.batches.length === 0) throw new SegueError('nothing-playing')
  const stopped = { ...resting(state, []), ...ended(now) }
  return { state: stopped, effects: [{ kind: 'stop' }], reply: { kind: 'stopped' } }
}

/** Skips the current track and `count` − 1 more. Looping one track ends with that track. */
export function skip(state: PlayerState, count: number, requestId: RequestId): Step {
  const { track } = playing(state)
  if (!Number.isInteger(count) || count < 1) throw new SegueError('bad-index')
  const passed = state.upcoming.slice(0, count - 1)
  const kept = state.upcoming.slice(count - 1)
  const upcoming = state.loop === 'queue' ? [...kept, track, ...passed] : kept
  const moved = advance({ ...state, failures: 0 }, upcoming, requestId)
  const next = upcoming[0] ?? null
  const effects = next === null ? moved.effects : [...silenced(state), ...moved.effects]
  const reply = { kind: 'skipped', track, more: passed.length, next } as const
  return { state: moved.state, effects, reply }
}

export function seek(state: PlayerState, target: SeekTarget): Step {
  const current = playing(state)
  if (current.seekable === false) throw new SegueError('not-seekable')
  const wanted = target.kind === 'to' ? target.ms : Math.max(0, current.positionMs + target.ms)
  const { durationMs, stated } = current
  const past = stated && durationMs !== null && wanted >= durationMs
  if (!Number.isFinite(wanted) || wanted < 0 || past) throw new SegueError('bad-position')
  const positionMs = Math.round(wanted)
  const skips = { ...current.skips, fromMs: positionMs, due: null }
  return {
    state: { ...state, current: { ...current, positionMs, skips } },
    // The engine has no track while the next try is awaited: the next order carries the position.
    effects: isBetweenTries(current) ? [] : [{ kind: 'seek', playId: current.playId, positionMs }],
    reply: { kind: 'sought', track: current.track, positionMs },
  }
}

const isBetweenTries = ({ retry }: Current): boolean => retry !== null && retry.dueMs !== null

export function setVolume(state: PlayerState, volume: number): Step {
  if (!Number.isInteger(volume) || volume < VOLUME.minimum || volume > VOLUME.maximum)
    throw new SegueError('bad-volume')
  return volumeSet({ ...state, mutedFrom: null }, volume)
}

/** Throws 'bad-volume' for what is no number of percent. */
export function changeVolume(state: PlayerState, percent: number): Step {
  const wanted = state.volume + percent
  return setVolume(state, Math.min(VOLUME.maximum, Math.max(VOLUME.minimum, wanted)))
}

/** Silence, and back to the volume before it. What's so already stays as it is. */
export function mute(state: PlayerState, muted: boolean): Step {
  const { volume, mutedFrom } = state
  if (!muted) return volumeSet({ ...state, mutedFrom: null }, mutedFrom ?? volume)
  return volumeSet({ ...state, mutedFrom: mutedFrom ?? volume }, VOLUME.minimum)
}

function volumeSet(state: PlayerState, volume: number): Step {
  const changed = { ...state, volume }
  return { state: changed, effects: sounding(changed), reply: { kind: 'volume', volume } }
}

export function setFilters(state: PlayerState, filters: Filters): Step {
  const changed = { ...state, filters }
  return {
    state: changed,
    effects: sounding(changed),
    reply: { kind: 'filters', on: whatIsOn(filters) },
  }
}

/** Lets what plays sound as the state says. */
const sounding = (state: PlayerState): Effect[] =>
  state.current === null ? [] : [{ kind: 'sound', sound: soundOf(state) }]

function playing(state: PlayerState): Current {
  if (state.current === null) throw new SegueError('nothing-playing')
  return state.current
}
