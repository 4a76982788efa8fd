import { DiscordAPIError, type Guild, PermissionFlagsBits, RESTJSONErrorCodes } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { type ChannelId, channelId, guildId, roleId, userId } from '../../base/ids.ts'
import type { MemberRequest } from '../../domain/command.ts'
import type { Action } from '../../domain/policy/action.ts'
import { permit } from '../../domain/policy/decide.ts'
import { libraryFor } from '../../player/hidden-library.ts'
import type { Matches } from '../../player/matches.ts'
import type { Players } from '../../player/players.ts'
import type { Library } from '../../player/ports.ts'
import type { Playlists } from '../../playlists/playlists.ts'
import type { Accounts } from '../../scrobbling/accounts.ts'
import type { OwnersTools } from '../owner.ts'
import { bodyOf, type View } from '../views/view.ts'
import { wordsFor } from '../words/languages.ts'
import type { Answerable } from './answer.ts'
import type { MemberCall } from './call.ts'

/** How many interactions one member may send; people who type fast stay well below. */
const CALLS_AT_ONCE = 20
const CALLS_WINDOW_MS = 10_000

/** At most `limit` a window, per key. */
export interface RateLimit {
  take(key: string, limit: number, windowMs: number): Promise<{ readonly allowed: boolean }>
}

export interface AdmissionPorts {
  readonly players: Players
  readonly library: Library
  readonly matches: Matches
  readonly playlists: Playlists
  readonly accounts: Accounts
  readonly rateLimit: RateLimit
  /** The users who own this bot. */
  readonly ownerIds: readonly string[]
  readonly owner: OwnersTools
  /** For how many days what was played is remembered. */
  readonly historyDays: number
  /** Whether what's written in a request channel is a request. */
  readonly messageContent: boolean
  /** Aborts when the bot shuts down. */
  readonly signal: AbortSignal
}

/** A member who asks for something in a server, as Discord describes them. */
export interface Caller {
  readonly guild: Guild
  readonly userId: string
  readonly roleIds: readonly string[]
  /** Whether they may manage the server. */
  readonly manages: boolean
  readonly textChannelId: ChannelId | null
  direct(view: View): Promise<boolean>
}

/**
 * What a member's interaction may work with, once the server's player is open here. Throws a
 * `SegueError` when nothing can be done there now, the member sends too much, or may not do `action`.
 */
export async function admit(
  interaction: Answerable,
  action: Action,
  since: Pick<MemberRequest, 'requestId' | 'receivedAtMs'>,
  ports: AdmissionPorts,
): Promise<MemberCall> {
  if (!interaction.inGuild()) throw new SegueError('server-only')
  // A server may have the commands without the bot, since they can be installed separately.
  if (!interaction.inCachedGuild()) throw new SegueError('unknown-server')
  const { guild, user, member, memberPermissions } = interaction
  const caller: Caller = {
    guild,
    userId: user.id,
    roleIds: [...member.roles.cache.keys()],
    manages: memberPermissions.has(PermissionFlagsBits.ManageGuild),
    textChannelId: textChannelOf(interaction),
    direct: (view) => sendDirect(interaction, view),
  }
  return admitCaller(caller, action, since, ports)
}

/** The same for whoever asks in another way. */
export async function admitCaller(
  caller: Caller,
  action: Action,
  since: Pick<MemberRequest, 'requestId' | 'receivedAtMs'>,
  ports: AdmissionPorts,
): Promise<MemberCall> {
  const { players, library, rateLimit, ownerIds, signal } = ports
  const { guild, roleIds, manages, textChannelId, direct } = caller
  if (signal.aborted) throw new SegueError('shutting-down')
  const who = `command:${guild.id}:${caller.userId}`
  const { allowed } = await rateLimit.take(who, CALLS_AT_ONCE, CALLS_WINDOW_MS)
  if (!allowed) throw new SegueError('slow-down')
  const request = (): MemberRequest => {
    const voice = guild.voiceStates.cache.get(caller.userId)?.channelId ?? null
    // During an outage nobody knows who is in which channel.
    if (voice === null && !guild.available) throw new SegueError('server-away')
    const voiceChannelId = voice === null ? null : channelId(voice)
    const owns = guild.ownerId === caller.userId
    return {
      ...since,
      actor: {
        kind: 'member',
        userId: userId(caller.userId),
        roleIds: roleIds.map(roleId),
        permissions: [
          ...(manages ? (['manage-server'] as const) : []),
          ...(ownerIds.includes(caller.userId) ? (['host'] as const) : []),
          ...(owns ? (['own-server'] as const) : []),
        ],
        voiceChannelId,
        textChannelId,
      },
    }
  }
  request() // refuses during an outage, whatever is asked for
  const id = guildId(guild.id)
  if (!(await players.open(id))) throw new SegueError('other-process')
  const state = players.state(id)
  permit(action, request().actor, state)
  const shown = libraryFor(state.settings, library)
  const { playlists, accounts, matches, owner, historyDays, messageContent } = ports
  const own = { playlists, accounts, matches, owner, historyDays, messageContent, direct }
  return { guildId: id, request, players, library: shown, ...own, signal }
}

/**
 * Discord may leave the channel out (Interaction Structure), and discord.js takes it from nowhere
 * else.
 */
function textChannelOf({ channelId: id }: { channelId: string | null }): ChannelId | null {
  return id === null ? null : channelId(id)
}

/** Whether it arrived: people may refuse messages from members of a server. */
async function sendDirect({ user, locale }: Answerable, view: View): Promise<boolean> {
  const body = { ...bodyOf(view(wordsFor(locale))), allowedMentions: { parse: [] } }
  try {
    await user.send(body)
    return true
  } catch (error) {
    const refused = RESTJSONErrorCodes.CannotSendMessagesToThisUser
    if (error instanceof DiscordAPIError && error.code === refused) return false
    throw error
  }
}
