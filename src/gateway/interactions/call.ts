import type { GuildId } from '../../base/ids.ts'
import type { MemberRequest } from '../../domain/command.ts'
import type { Matches } from '../../player/matches.ts'
import type { Players } from '../../player/players.ts'
import type { Library } from '../../player/ports.ts'
import type { Playlists } from '../../playlists/playlists.ts'
import type { Accounts } from '../../scrobbling/accounts.ts'
import type { OwnersTools } from '../owner.ts'
import type { View } from '../views/view.ts'

/**
 * One use of a command, a button, a menu or a form by one member, without any type of Discord's
 * library.
 */
export interface MemberCall {
  readonly guildId: GuildId
  /** The caller's request, with their voice channel as it is now. */
  readonly request: () => MemberRequest
  readonly players: Players
  readonly library: Library
  readonly matches: Matches
  readonly playlists: Playlists
  /** Members' accounts at services that keep what they listen to. */
  readonly accounts: Accounts
  /** Sends the caller a direct message, in their language; false: they take none. */
  direct(view: View): Promise<boolean>
  /** For the bot's owners alone: what uses it needs 'host'. */
  readonly owner: OwnersTools
  /** For how many days what was played is remembered. */
  readonly historyDays: number
  /** Whether what's written in a request channel is a request. */
  readonly messageContent: boolean
  /** Aborts when the bot shuts down. */
  readonly signal: AbortSignal
}
