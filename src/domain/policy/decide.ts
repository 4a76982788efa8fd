import { type ErrorCode, SegueError } from '../../base/error.ts'
import type { ChannelId } from '../../base/ids.ts'
import { idleState, type PlayerState } from '../player/state.ts'
import type { GuildSettings } from '../settings.ts'
import type { Action } from './action.ts'
import type { Actor, Member } from './actor.ts'
import type { Scope } from './scopes.ts'

export type Decision =
  | { readonly verdict: 'allow' }
  /** It's done once enough of those who listen want it; only of the action 'skip'. */
  | { readonly verdict: 'vote' }
  | { readonly verdict: 'deny'; readonly code: ErrorCode; readonly detail: string | null }

/**
 * Decides who may do what: commands, the API and the player ask this and nothing else. `state`
 * tells who listens and what the server has set; without it, this decides what holds whatever the
 * player does.
 */
export function decide(action: Action, actor: Actor, state: PlayerState = idleState): Decision {
  const { voiceChannelId } = actor
  if (calls(action) && voiceChannelId !== null && !takes(state, voiceChannelId))
    return deny('voice-channel-refused')
  if (actor.kind === 'member') return ofMember(action, actor, state)
  const scope = SCOPES_NEEDED[action]
  if (scope === null || !actor.scopes.includes(scope)) return deny('missing-scope')
  if (!calls(action) || actor.voiceChannelId === null) return ALLOW
  return toChannel(action, actor.voiceChannelId, state)
}

/** Throws a `SegueError` with the code of the decision, if it denies that. */
export function permit(
  ...asked: Parameters<typeof decide>
): Exclude<Decision, { verdict: 'deny' }> {
  const decision = decide(...asked)
  if (decision.verdict === 'deny') throw new SegueError(decision.code, decision.detail)
  return decision
}

/**
 * Who leads the music: members with the DJ role, those who may manage the server, whoever called the
 * bot or was handed the music, and anybody who listens alone.
 */
export function isDj(member: Member, state: PlayerState) {
  const { userId, voiceChannelId } = member
  const { djId, voiceChannel, listeners } = state
  if (manages(member) || djId === userId || hasDjRole(member, state)) return true
  const isHere = voiceChannel !== null && voiceChannel.channelId === voiceChannelId
  return isHere && listeners.every((id) => id === userId)
}

const manages = ({ permissions }: Member): boolean => permissions.includes('manage-server')

const hasDjRole = ({ roleIds }: Member, { settings: { djRoleId } }: PlayerState): boolean =>
  djRoleId !== null && roleIds.includes(djRoleId)

/**
 * The members of the bot's voice channel command it. A bot that plays nothing, or to nobody, may
 * also be called to another channel. What the server has set is up to its
 * admins, and its playlists to them and to whom they gave the DJ role.
 */
function ofMember(action: Action, member: Member, state: PlayerState): Decision {
  if (action === 'host') return member.permissions.includes('host') ? ALLOW : deny('owner-only')
  // What is kept of people isn't up to the admins, so they can't bar the way to it.
  if (action === 'own-data') return ALLOW
  if (action === 'erase') {
    return member.permissions.includes('own-server') ? ALLOW : deny('missing-owner')
  }
  if (!listensTo(state.settings, member)) return deny('text-channel-refused')
  if (action === 'read') return ALLOW
  if (action === 'manage') {
    return manages(member) ? ALLOW : deny('missing-manage-server')
  }
  if (action === 'edit-playlists') {
    return manages(member) || hasDjRole(member, state) ? ALLOW : deny('playlist-others')
  }
  if (member.voiceChannelId === null) return deny('caller-not-in-voice')
  const there = toChannel(action, member.voiceChannelId, state)
  return there.verdict === 'allow' ? amongListeners(action, member, state) : there
}

/** Where the bot already is, it stays. */
const takes = ({ settings, voiceChannel }: PlayerState, channelId: ChannelId): boolean =>
  settings.voiceChannelIds.length === 0 ||
  settings.voiceChannelIds.includes(channelId) ||
  settings.homeChannelId === channelId ||
  voiceChannel?.channelId === channelId

/** Admins set where commands are taken, so they may command from anywhere. */
const listensTo = (
  { textChannelIds, requestChannelId }: GuildSettings,
  { textChannelId, permissions }: Member,
) =>
  textChannelIds.length === 0 ||
  textChannelId === null ||
  textChannelId === requestChannelId ||
  textChannelIds.includes(textChannelId) ||
  permissions.includes('manage-server')

/** For a caller who is in that channel, or names it. */
function toChannel(action: Action, callerChannelId: ChannelId, state: PlayerState): Decision {
  const { voiceChannel, current, aloneSinceMs } = state
  if (voiceChannel === null || voiceChannel.channelId === callerChannelId) return ALLOW
  if (calls(action) && (current === null || aloneSinceMs !== null)) return ALLOW
  return deny('caller-elsewhere', voiceChannel.channelId)
}

function amongListeners(action: Shared, member: Member, state: PlayerState): Decision {
  if (!NEEDS_DJ[action](state.settings) || isDj(member, state)) return ALLOW
  return action === 'skip' && hasVotes(state.settings) ? VOTE : deny('dj-only')
}

const calls = (action: Action): boolean =>
  action === 'call' || action === 'call-ahead' || action === 'call-now'

const hasVotes = ({ voteSkipPercent }: GuildSettings): boolean => voteSkipPercent > 0
const isLed = ({ djOnly }: GuildSettings): boolean => djOnly !== 'off'
/** Where people vote, nobody ends by a detour what they could vote about. */
const isGuarded = (settings: GuildSettings): boolean => isLed(settings) || hasVotes(settings)

/** Where people take turns, nobody jumps the queue. */
const isOrdered = (settings: GuildSettings): boolean => isLed(settings) || settings.fairOrder

/** What concerns those who listen. */
type Shared = Exclude<Action, 'read' | 'manage' | 'host' | 'edit-playlists' | 'erase' | 'own-data'>

/** Whether only DJs may do that with those settings. */
const NEEDS_DJ: Readonly<Record<Shared, (settings: GuildSettings) => boolean>> = {
  call: ({ djOnly }) => djOnly === 'everything',
  'call-ahead': isOrdered,
  'call-now': isGuarded,
  own: () => false,
  skip: isGuarded,
  end: isGuarded,
  order: isOrdered,
  control: isLed,
  lead: () => true,
}

/** What a key needs; null: no scope is enough. A key commands the bot in whatever channel it is. */
const SCOPES_NEEDED: Readonly<Record<Action, Scope | null>> = {
  read: 'read',
  call: 'control',
  'call-ahead': 'control',
  'call-now': 'control',
  own: 'control',
  skip: 'control',
  end: 'control',
  lead: 'control',
  control: 'control',
  order: 'control',
  manage: null,
  host: null,
  'edit-playlists': null,
  erase: null,
  'own-data': null,
}

const ALLOW = { verdict: 'allow' } as const
const VOTE = { verdict: 'vote' } as const
const deny = (code: ErrorCode, detail: string | null = null): Decision => ({
  verdict: 'deny',
  code,
  detail,
})
