import { type ErrorCode, SegueError } from '../../base/error.ts'
import type { ChannelId } from '../../base/ids.ts'
import { idleState, type PlayerState } from '../player/state.ts'
import type { Actor, Member } from './actor.ts'
import type { Scope } from './scopes.ts'

/** What somebody wants to do. */
export type Action =
  /** To see what plays and what comes next. */
  | 'read'
  /** To bring the bot into a voice channel, with or without a track. */
  | 'call'
  /** To tell the player anything else. */
  | 'control'
  /** To see and change what the server has set. */
  | 'manage'
  /** To make and change the server's playlists. */
  | 'edit-playlists'

/**
 * There's no vote among the verdicts, since nothing is put to one yet: whoever asks would have to
 * handle what never comes. The type of every caller fails once there is.
 */
export type Decision =
  | { readonly verdict: 'allow' }
  | { readonly verdict: 'deny'; readonly code: ErrorCode; readonly detail: string | null }

/**
 * Decides who may do what: commands, the API and the player ask this and nothing else. `state`
 * tells who listens and what the server has set; without it, this decides what holds whatever the
 * player does.
 */
export function decide(action: Action, actor: Actor, state: PlayerState = idleState): Decision {
  if (actor.kind === 'member') return ofMember(action, actor, state)
  const scope = SCOPES_NEEDED[action]
  if (scope === null || !actor.scopes.includes(scope)) return deny('missing-scope')
  if (action !== 'call' || actor.voiceChannelId === null) return ALLOW
  return toChannel(action, actor.voiceChannelId, state)
}

/** Throws a `SegueError` with the code of the decision, unless it allows that. */
export function permit(...asked: Parameters<typeof decide>): void {
  const decision = decide(...asked)
  if (decision.verdict === 'deny') throw new SegueError(decision.code, decision.detail)
}

/**
 * The members of the bot's voice channel command it. A bot that plays nothing, or to nobody, may
 * also be called to another channel. What the server has set is up to its admins.
 */
function ofMember(action: Action, member: Member, state: PlayerState): Decision {
  if (action === 'read') return ALLOW
  if (action === 'manage') {
    return member.permissions.includes('manage-server') ? ALLOW : deny('missing-manage-server')
  }
  if (action === 'edit-playlists') {
    return member.permissions.includes('manage-server') ? ALLOW : deny('playlist-others')
  }
  if (member.voiceChannelId === null) return deny('caller-not-in-voice')
  return toChannel(action, member.voiceChannelId, state)
}

/** For a caller who is in that channel, or names it. */
function toChannel(action: Action, callerChannelId: ChannelId, state: PlayerState): Decision {
  const { voiceChannel, current, aloneSinceMs } = state
  if (voiceChannel === null || voiceChannel.channelId === callerChannelId) return ALLOW
  if (action === 'call' && (current === null || aloneSinceMs !== null)) return ALLOW
  return deny('caller-elsewhere', voiceChannel.channelId)
}

/** What a key needs; null: no scope is enough. A key commands the bot in whatever channel it is. */
const SCOPES_NEEDED: Readonly<Record<Action, Scope | null>> = {
  read: 'read',
  call: 'control',
  control: 'control',
  manage: null,
  'edit-playlists': null,
}

const ALLOW: Decision = { verdict: 'allow' }
const deny = (code: ErrorCode, detail: string | null = null): Decision => ({
  verdict: 'deny',
  code,
  detail,
})
