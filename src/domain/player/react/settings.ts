import type { GuildSettings } from '../../settings.ts'
import { type PlayerState, soundOf } from '../state.ts'
import type { Effect, Step } from '../step.ts'
import { decided } from './voting.ts'

/**
 * The server's admins have changed its settings. The player follows the volume that players begin
 * with unless somebody has set another one there; a player in no channel begins anew anyway. A vote
 * that has enough voters now is won, and one where nobody votes any more is over.
 */
export function settingsChanged(state: PlayerState, settings: GuildSettings): Step {
  const isUntouched = state.volume === state.settings.volume || state.voiceChannel === null
  const follows = settings.volume !== state.settings.volume && isUntouched
  const volume = follows ? settings.volume : state.volume
  const changes = volume !== state.volume && state.current !== null
  const effects: Effect[] = changes ? [{ kind: 'sound', sound: soundOf({ ...state, volume }) }] : []
  const { requestChannelId } = settings
  if (requestChannelId !== null && requestChannelId !== state.settings.requestChannelId) {
    effects.push({ kind: 'invite', channelId: requestChannelId })
  }
  const mutedFrom = follows ? null : state.mutedFrom
  const vote = settings.voteSkipPercent === 0 ? null : state.vote
  const changed = decided({ ...state, settings, volume, mutedFrom, vote })
  return { ...changed, effects: [...effects, ...changed.effects] }
}
