import type { TrackId } from '../../base/ids.ts'
import { type Gap, gapsIn, type Segment } from '../segments.ts'
import { ownLengthOf, type Track } from '../track.ts'
import { following } from './preparing.ts'
import { ended } from './react/hear.ts'
import { type Current, isHeld, type PlayerState } from './state.ts'
import { announce, type Effect, type Step } from './step.ts'

/** What an input tells of where the current track is: its position, that a deadline is due, or nothing. */
export type PositionNews = 'position' | 'time' | 'none'

/**
 * Leaves out of the current track what the server's settings say, once it's reached: the track goes
 * on behind that, or is over. Where a member sought to is played, whatever it is.
 */
export function skipSegments(step: Step, news: PositionNews, now: number): Step {
  const jumped = jump(step, news, now)
  if (jumped === step) return planned(step, news, now)
  // Where that track is over, the next one may begin with such a segment.
  return planned(jump(jumped, 'none', now), 'none', now)
}

/** Asks for the segments of what plays and of what comes next, and forgets those of others. */
export function lookForSegments(step: Step): Step {
  const { state } = step
  const tracks = wantedTracks(state)
  const known = (id: TrackId) => state.segments.find(({ trackId }) => trackId === id)
  const segments = tracks.map(({ id }) => known(id) ?? { trackId: id, found: null })
  const isSame =
    segments.length === state.segments.length &&
    segments.every((one, at) => one === state.segments[at])
  if (isSame) return step
  const asked = tracks.filter(({ id }) => known(id) === undefined)
  const effects = asked.map((track): Effect => ({ kind: 'find-segments', track }))
  return { ...step, state: { ...state, segments }, effects: [...step.effects, ...effects] }
}

/** The segments of that track are known now. */
export function segmentsFound(
  state: PlayerState,
  trackId: TrackId,
  found: readonly Segment[],
): PlayerState {
  if (!state.segments.some((one) => one.trackId === trackId && one.found === null)) return state
  const segments = state.segments.map((one) => (one.trackId === trackId ? { trackId, found } : one))
  return { ...state, segments }
}

/** The current track, and once it sounds the next one. Files of the host's have no segments. */
function wantedTracks(state: PlayerState): Track[] {
  const { current, settings, voiceChannel } = state
  if (current === null || voiceChannel === null || settings.skippedSegments.length === 0) return []
  const next = current.started ? following(state, current) : null
  const tracks = next === null || next.id === current.track.id ? [] : [next]
  return [current.track, ...tracks].filter(({ source, live }) => source !== 'local' && !live)
}

/** What is left out of the rest of the track, in order. */
function gapsAhead(state: PlayerState, current: Current): readonly Gap[] {
  const found = state.segments.find(({ trackId }) => trackId === current.track.id)?.found ?? []
  if (found.length === 0 || current.seekable === false) return []
  // A length that the engine guessed may be far off.
  const durationMs = current.stated ? current.durationMs : ownLengthOf(current.track)
  return gapsIn(found, state.settings.skippedSegments, durationMs).filter(
    ({ startMs, endMs }) => startMs >= current.skips.fromMs && endMs > current.positionMs,
  )
}

/** Leaves out the segment that was reached, if one was. */
function jump(step: Step, news: PositionNews, now: number): Step {
  const { current } = step.state
  if (current === null) return step
  const [gap] = gapsAhead(step.state, current)
  if (gap === undefined || (gap.last && !current.started)) return step
  const { due } = current.skips
  const isDue = news === 'time' && due?.startMs === gap.startMs && now >= due.atMs
  if (!isDue && gap.startMs > current.positionMs) return step
  return gap.last ? endedBy(step, current, gap) : passed(step, current, gap)
}

function endedBy({ state, effects, reply }: Step, current: Current, gap: Gap): Step {
  const over = ended(state, current)
  // What's left of the track isn't heard while the next one is opened.
  const silence: Effect[] = over.state.current === null ? [] : [{ kind: 'stop' }]
  const told = current.skips.told ? [] : [toldOf(current, gap)]
  return { state: over.state, effects: [...effects, ...told, ...silence, ...over.effects], reply }
}

function passed({ state, effects, reply }: Step, current: Current, gap: Gap): Step {
  const { endMs: positionMs } = gap
  const skips = { ...current.skips, fromMs: positionMs, due: null, last: gap }
  return {
    state: { ...state, current: { ...current, positionMs, skips } },
    effects: redirected(effects, current, positionMs),
    reply,
  }
}

/** The order that's on its way begins there, or the engine is sent there. */
function redirected(effects: readonly Effect[], current: Current, positionMs: number): Effect[] {
  const { playId, retry } = current
  let isOnItsWay = retry !== null && retry.dueMs !== null
  const changed = effects.map((effect): Effect => {
    if (!('playId' in effect) || effect.playId !== playId) return effect
    isOnItsWay = true
    return effect.kind === 'play' ? { ...effect, startMs: positionMs } : { ...effect, positionMs }
  })
  return isOnItsWay ? changed : [...changed, { kind: 'seek', playId, positionMs }]
}

/** Names when the next segment is reached, and tells of the first that was left out. */
function planned(step: Step, news: PositionNews, now: number): Step {
  const { current } = step.state
  if (current === null) return step
  const ahead = gapsAhead(step.state, current)
  const { skips } = current
  const end = ahead.at(-1)
  const endsAtMs = end?.last ? end.startMs : null
  const due = dueOf(step.state, current, ahead[0], news, now)
  const isNews = current.started && skips.last !== null && !skips.told
  if (due === skips.due && endsAtMs === skips.endsAtMs && !isNews) return step
  const told = isNews && skips.last !== null ? [toldOf(current, skips.last)] : []
  const planned = { ...current, skips: { ...skips, due, endsAtMs, told: skips.told || isNews } }
  return {
    ...step,
    state: { ...step.state, current: planned },
    effects: [...step.effects, ...told],
  }
}

/** Counted from each position that's reported: nothing else tells how far the track is. */
function dueOf(
  state: PlayerState,
  { skips, started, waiting, retry, positionMs }: Current,
  gap: Gap | undefined,
  news: PositionNews,
  now: number,
): Current['skips']['due'] {
  const sounds = started && waiting === null && (retry === null || retry.soundsSinceMs !== null)
  if (gap === undefined || !sounds || isHeld(state)) return null
  const { startMs } = gap
  if (news === 'position') return { startMs, atMs: now + startMs - positionMs }
  return skips.due?.startMs === startMs ? skips.due : null
}

const toldOf = ({ track }: Current, { categories }: Gap): Effect =>
  announce({ kind: 'left-out', track, categories })
