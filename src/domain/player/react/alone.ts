import { parked } from '../progress.ts'
import type { PlayerState } from '../state.ts'
import { announce, type Effect, quiet, type Step } from '../step.ts'

/** How long the bot stays in a channel where nobody listens. */
export const LEAVE_ALONE_AFTER_MS = 300_000

/**
 * Somebody is there to listen, or nobody: then the music waits and the bot leaves after a while.
 */
export function listeners(state: PlayerState, present: boolean, now: number): Step {
  const isAlone = state.aloneSinceMs !== null
  if (state.voiceChannel === null || present !== isAlone) return quiet(state)
  const { current, paused } = state
  const effects: Effect[] = []
  if (current !== null && !paused) effects.push({ kind: 'pause', paused: !present })
  if (!present && current?.asked) {
    effects.push(announce({ kind: 'waiting', track: current.track, reason: 'alone' }))
  }
  return { state: { ...state, aloneSinceMs: present ? null : now }, effects, reply: null }
}

/** Nobody has listened for a long time. The queue is kept, as when the bot is kicked out. */
export function leaveAlone(state: PlayerState): Step {
  const left = parked(state)
  const told = announce({ kind: 'left-alone', kept: left.upcoming.length })
  return { state: left, effects: [{ kind: 'disconnect' }, told], reply: null }
}
