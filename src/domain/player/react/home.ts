import type { PlayerState, VoiceChannel } from '../state.ts'
import { quiet, type Step } from '../step.ts'
import { leaveAlone } from './alone.ts'

/** How long the bot waits before it tries again to get into its home channel. */
const AGAIN_MS = 5 * 60_000

/** What may have taken the bot out of its channel, or have kept it from going home. */
export type Departure = 'sent away' | 'barred' | 'otherwise'

/**
 * When the bot goes to its home channel, if it's in none; null: it doesn't. Whoever sent it away or
 * threw it out had a reason: it stays away until somebody calls it.
 */
export function homeDueOf(
  before: PlayerState,
  after: PlayerState,
  departure: Departure,
  now: number,
): number | null {
  const { homeChannelId } = after.settings
  if (homeChannelId === null || after.voiceChannel !== null) return null
  const isNew = homeChannelId !== before.settings.homeChannelId
  if (isNew || departure === 'barred') return now
  if (before.voiceChannel === null) return after.homeDueMs
  return departure === 'sent away' ? null : now + AGAIN_MS
}

/** It's time to go home; where that can't be done now, it's tried again later. */
export function setOut(state: PlayerState, now: number): Step {
  const { homeChannelId } = state.settings
  const due = { ...state, homeDueMs: now + AGAIN_MS }
  if (homeChannelId === null) return quiet({ ...state, homeDueMs: null })
  return { ...quiet(due), effects: [{ kind: 'go-home', channelId: homeChannelId }] }
}

/** `at`: the home channel as it is now; null: the bot can't play there. */
export function arriveHome(state: PlayerState, at: VoiceChannel | null): Step {
  const { voiceChannel, listeners } = state
  if (voiceChannel !== null && listeners.length > 0) return quiet(state)
  if (at === null) return voiceChannel === null ? quiet(state) : leaveAlone(state)
  if (voiceChannel?.channelId === at.channelId) return quiet(state)
  const moves = voiceChannel !== null
  const home = { ...state, voiceChannel: at, aloneSinceMs: null }
  return { ...quiet(home), effects: [{ kind: 'connect', voiceChannel: at, moves }] }
}
