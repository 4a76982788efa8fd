import { SegueError } from '../../base/error.ts'
import type { Origin } from '../command.ts'
import type { PlayerState } from '../player/state.ts'

/**
 * Checks whether the caller may command a player, as the members of the bot's voice channel may. A
 * bot that plays nothing, or to nobody, may also be called to another channel, by `/play` and
 * `/join`. An API key got the right to control this server's player when it was made, and needs no
 * channel. Throws 'caller-not-in-voice' or 'caller-elsewhere'.
 */
export function permit(what: 'call' | 'control', origin: Origin, state: PlayerState): void {
  if (origin.kind === 'key') return
  const callerChannelId = origin.voiceChannelId
  if (callerChannelId === null) throw new SegueError('caller-not-in-voice')
  if (state.voiceChannel === null || state.voiceChannel.channelId === callerChannelId) return
  if (what === 'call' && (state.current === null || state.aloneSinceMs !== null)) return
  throw new SegueError('caller-elsewhere', state.voiceChannel.channelId)
}
