import type { UserId } from '../../../base/ids.ts'
import { leaderAmong } from '../obey/leading.ts'
import { parked } from '../progress.ts'
import type { PlayerState } from '../state.ts'
import { announce, type Effect, quiet, type Step } from '../step.ts'
import { recounted } from './voting.ts'

const MINUTE_MS = 60_000

/** When the bot leaves, by the player's clock in ms; null: somebody listens, or it stays anyway. */
export function leaveAtOf({ aloneSinceMs, voiceChannel, settings }: PlayerState): number | null {
  const { leaveAloneAfterMin, homeChannelId } = settings
  if (aloneSinceMs === null || leaveAloneAfterMin === 0) return null
  if (homeChannelId !== null && voiceChannel?.channelId === homeChannelId) return null
  return aloneSinceMs + leaveAloneAfterMin * MINUTE_MS
}

/** These people are there to listen now. */
export function listeners(state: PlayerState, people: readonly UserId[], now: number): Step {
  if (state.voiceChannel === null) return quiet(state)
  const heard = { ...state, listeners: people, djId: leaderAmong(state, people) }
  const counted = recounted(heard, people)
  const there = presence(counted.state, people.length > 0, now)
  return { ...there, effects: [...counted.effects, ...there.effects] }
}

/**
 * Somebody is there to listen, or nobody: then the music waits and the bot leaves after a while.
 */
function presence(state: PlayerState, present: boolean, now: number): Step {
  const isAlone = state.aloneSinceMs !== null
  if (present !== isAlone) return quiet(state)
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
  const kept = left.upcoming.length
  const told = announce({ kind: 'left-alone', minutes: state.settings.leaveAloneAfterMin, kept })
  return { state: left, effects: [{ kind: 'disconnect' }, told], reply: null }
}
