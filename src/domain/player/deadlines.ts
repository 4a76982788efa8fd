import { leaveAlone, leaveAtOf } from './react/alone.ts'
import { setOut } from './react/home.ts'
import { retryNow } from './react/retry.ts'
import { voteOver } from './react/voting.ts'
import type { PlayerState } from './state.ts'
import { quiet, type Step } from './step.ts'

/** When the input 'time' is due, by the player's clock in ms; null: the state has no deadline. */
export function deadlineOf(state: PlayerState): number | null {
  const { retry, skips } = state.current ?? {}
  const skipDueMs = skips?.due?.atMs ?? null
  const voteMs = state.vote?.endsAtMs ?? null
  const all = [leaveAtOf(state), retry?.dueMs ?? null, skipDueMs, voteMs, state.homeDueMs]
  const set = all.filter((deadlineMs) => deadlineMs !== null)
  return set.length === 0 ? null : Math.min(...set)
}

/** Handles the state's deadline. A 'time' that comes too early changes nothing. */
export function timePassed(state: PlayerState, now: number): Step {
  const leaveMs = leaveAtOf(state)
  const hasHome = state.settings.homeChannelId !== null
  if (leaveMs !== null && now >= leaveMs) {
    return hasHome ? setOut({ ...state, aloneSinceMs: now }, now) : leaveAlone(state)
  }
  if (state.homeDueMs !== null && now >= state.homeDueMs) return setOut(state, now)
  const { current, vote } = state
  if (vote !== null && now >= vote.endsAtMs) return voteOver(state, vote)
  const retry = current?.retry ?? null
  if (current === null || retry === null || retry.dueMs === null) return quiet(state)
  return now >= retry.dueMs ? retryNow(state, current, retry) : quiet(state)
}
