import type { ErrorCode } from '../../../base/error.ts'
import { advance, order, putBack } from '../progress.ts'
import type { Current, PlayerState, Retry } from '../state.ts'
import { announce, type Effect, type Step } from '../step.ts'
import { trackFailed } from './failing.ts'

/** Pauses before a track is tried again, in ms; then another one is tried in its place, if there is one. */
const PAUSES_MS = [2_000, 5_000, 15_000]
/** The pauses from then on, when there's no other track to try. */
const SLOW_PAUSE_MS = 30_000
/** After this long the player stops trying; the queue is kept. */
export const GIVE_UP_AFTER_MS = 600_000
/** The same for a station, which comes back when whoever makes it does: longer than a server's upkeep takes. */
export const STATION_GIVE_UP_AFTER_MS = 3_600_000
/**
 * A track that sounded again for this long has recovered: a failure after that counts as a new one.
 */
const RECOVERED_AFTER_MS = 60_000

/**
 * The current track's source failed in a way that may pass. The track stays and is tried again; if
 * that doesn't help, it changes places with the next one. If the next one sounds, the postponed
 * track is at fault and is left out when it fails as often again. If not, everything is out of
 * reach: the player tries for some more minutes, then stops with the whole queue kept.
 */
export function tryAgain(state: PlayerState, current: Current, code: ErrorCode, now: number): Step {
  const before = hasRecovered(current.retry, now) ? null : current.retry
  const tries = before?.tries ?? 0
  const sinceMs = before?.sinceMs ?? now
  const pauseMs = PAUSES_MS[tries]
  if (pauseMs === undefined) {
    const { postponed } = state
    const isOwnFault = postponed?.proven === true && postponed.trackId === current.track.id
    if (isOwnFault) return trackFailed({ ...state, postponed: null }, current, code)
    const mayPostpone = postponed === null || postponed.proven
    if (mayPostpone && state.upcoming.length > 0) return postpone(state, current, code)
    const patienceMs = current.track.live ? STATION_GIVE_UP_AFTER_MS : GIVE_UP_AFTER_MS
    if (now - sinceMs >= patienceMs) return giveUp(state, current, code)
  }
  const dueMs = now + (pauseMs ?? SLOW_PAUSE_MS)
  const retry: Retry = { tries: tries + 1, sinceMs, soundsSinceMs: null, dueMs }
  // People were told with the previous track that everything is out of reach.
  const isNews = tries === 0 && (current.asked || state.postponed?.proven !== false)
  const told: Effect[] = isNews ? [announce({ kind: 'retrying', track: current.track, code })] : []
  const waiting: Current = { ...current, asked: false, waiting: null, retry }
  return { state: { ...state, current: waiting }, effects: told, reply: null }
}

/** Handles the end of the pause before the next try. */
export function retryNow(state: PlayerState, current: Current, retry: Retry): Step {
  const again = order(state, { ...current, retry: { ...retry, dueMs: null } })
  return { ...again, reply: null }
}

/** Updates what's known of failures now that the current track sounds. */
export function soundedSince(state: PlayerState, { track }: Current): PlayerState['postponed'] {
  const { postponed } = state
  if (postponed === null || postponed.trackId === track.id) return null
  return { ...postponed, proven: true }
}

function hasRecovered(retry: Retry | null, now: number): boolean {
  const since = retry?.soundsSinceMs ?? now
  return now - since >= RECOVERED_AFTER_MS
}

function postpone(state: PlayerState, current: Current, code: ErrorCode): Step {
  const { track, requestId } = current
  const [next, ...rest] = state.upcoming
  const upcoming = next === undefined ? [track] : [next, track, ...rest]
  const postponed = { trackId: track.id, proven: false }
  const moved = advance({ ...state, postponed }, upcoming, requestId)
  const resumeAt = { trackId: track.id, positionMs: current.positionMs }
  const told = announce({ kind: 'postponed', track, code })
  return { state: { ...moved.state, resumeAt }, effects: [told, ...moved.effects], reply: null }
}

function giveUp(state: PlayerState, current: Current, code: ErrorCode): Step {
  const rested = { ...putBack(state, current), failures: 0, postponed: null }
  const kept = rested.upcoming.length
  const told = announce({ kind: 'unreachable', track: current.track, code, kept })
  return { state: rested, effects: [{ kind: 'stop' }, told], reply: null }
}
