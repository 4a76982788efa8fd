import { type ErrorCode, SegueError } from '../../base/error.ts'
import type { TrackId, UserId } from '../../base/ids.ts'
import { unreachable } from '../../base/unreachable.ts'
import { type Command, isCall, type Request } from '../command.ts'
import type { PlaybackEvent } from '../playback.ts'
import { actionOf } from '../policy/action.ts'
import { permit } from '../policy/decide.ts'
import type { Segment } from '../segments.ts'
import { defaultSettings, type GuildSettings } from '../settings.ts'
import type { Track } from '../track.ts'
import { lookForRelated, type RelatedFound, relatedFound } from './autoplaying.ts'
import { nextPage, without } from './batches.ts'
import { timePassed } from './deadlines.ts'
import { obey } from './obey/obey.ts'
import { castVote } from './obey/voting.ts'
import { withChange, withPage } from './past/changes.ts'
import { withPlayed } from './past/played.ts'
import { prepareNext, unplayable } from './preparing.ts'
import { parked } from './progress.ts'
import { listeners } from './react/alone.ts'
import { type Forgotten, forgotten } from './react/forgetting.ts'
import { hear, playFailed } from './react/hear.ts'
import { arriveHome, type Departure, homeDueOf } from './react/home.ts'
import { type Instead, instead } from './react/instead.ts'
import { settingsChanged } from './react/settings.ts'
import { connectFailed, restored, sessionLost } from './react/voice.ts'
import { lookForSegments, type PositionNews, segmentsFound, skipSegments } from './skipping.ts'
import { freshState, type PlayerState, type VoiceChannel } from './state.ts'
import { quiet, type Step } from './step.ts'

/** Everything that can change a player. */
export type Input =
  /** `at`: where a command that calls the bot calls it to; null for others. */
  | {
      readonly kind: 'command'
      readonly command: Command
      readonly request: Request
      readonly at: VoiceChannel | null
    }
  | { readonly kind: 'event'; readonly event: PlaybackEvent }
  /** The main gateway began a new session: Discord ended the old one's voice without telling. */
  | { readonly kind: 'session-lost' }
  /**
   * The player that was stored before a restart; `barred`: why its channel can't be joined any
   * more.
   */
  | { readonly kind: 'restored'; readonly stored: PlayerState; readonly barred: ErrorCode | null }
  /** The people in the bot's channel, without bots; sent after each change. */
  | { readonly kind: 'listeners'; readonly people: readonly UserId[] }
  /** The deadline that `deadlineOf` named is due. */
  | { readonly kind: 'time' }
  /** The server's admins have changed what it has set. */
  | { readonly kind: 'settings-changed'; readonly settings: GuildSettings }
  /** The bot is no longer a member of the server. */
  | { readonly kind: 'removed' }
  /** The next page of a batch; only what fits into the queue is taken. */
  | { readonly kind: 'page'; readonly batchId: TrackId; readonly tracks: readonly Track[] }
  /** No page of that batch follows. */
  | { readonly kind: 'batch-over'; readonly batchId: TrackId }
  /** The home channel as it is, where the bot was to go; null: it can't play there. */
  | { readonly kind: 'home'; readonly at: VoiceChannel | null }
  /** What the effect 'relate' found. */
  | ({ readonly kind: 'related' } & RelatedFound)
  /** What the effect 'find-segments' found: of any category, in any order. */
  | { readonly kind: 'segments'; readonly trackId: TrackId; readonly found: readonly Segment[] }
  /** A track couldn't be opened ahead, and won't be at its turn. */
  | { readonly kind: 'unplayable'; readonly trackId: TrackId }
  /** Another match was found for a track that can't be played. */
  | ({ readonly kind: 'instead' } & Instead)
  /** All that was kept of the server was deleted. */
  | { readonly kind: 'erased' }
  /** All that was kept of a member was deleted. */
  | ({ readonly kind: 'forgotten' } & Forgotten)
  /** Effects that failed. */
  | { readonly kind: 'connect-failed'; readonly code: ErrorCode }
  | { readonly kind: 'play-failed'; readonly playId: number; readonly code: ErrorCode }

/**
 * The player as a pure function: no clock, socket or promise. `now`: the player's clock, in ms. Throws a `SegueError` when a command
 * is refused; the state stays as it was then.
 */
export function transition(state: PlayerState, input: Input, now: number): Step {
  const played = skipSegments(stepOf(state, input, now), positionNewsOf(input), now)
  const step = lookForSegments(prepareNext(lookForRelated(state, played)))
  if (input.kind === 'erased') return step
  const kept = inOrder(state, withPlayed(state, step.state))
  const homeDueMs = homeDueOf(state, kept, departureOf(input), now)
  const after = homeDueMs === kept.homeDueMs ? kept : { ...kept, homeDueMs }
  return after === step.state ? step : { ...step, state: after }
}

function positionNewsOf(input: Input): PositionNews {
  if (input.kind === 'time') return 'time'
  const kind = input.kind === 'event' ? input.event.kind : null
  return kind === 'position' || kind === 'started' ? 'position' : 'none'
}

/** A kick arrives as an event of the engine; other losses have codes of their own. */
function departureOf(input: Input): Departure {
  if (input.kind === 'restored') return input.barred === null ? 'otherwise' : 'barred'
  const isKick =
    input.kind === 'event' && input.event.kind === 'voice-lost' && input.event.code === 'voice-lost'
  return isKick || input.kind === 'command' || input.kind === 'removed' ? 'sent away' : 'otherwise'
}

/** A vote is about what plays, and whoever leads does so where the bot is. */
function inOrder(before: PlayerState, state: PlayerState): PlayerState {
  const { voiceChannel, current, vote } = state
  const isThere = voiceChannel?.channelId === before.voiceChannel?.channelId
  const djId = voiceChannel === null ? null : state.djId
  const here = isThere ? state : { ...state, listeners: [], djId }
  if (vote === null || vote.trackId === current?.track.id) return here
  return { ...here, vote: null }
}

function stepOf(state: PlayerState, input: Input, now: number): Step {
  switch (input.kind) {
    case 'command':
      return command(state, input, now)
    case 'event':
      return hear(state, input.event, now)
    case 'session-lost':
      return sessionLost(state)
    case 'restored':
      return restored({ ...input.stored, settings: state.settings }, input.barred)
    case 'listeners':
      return listeners(state, input.people, now)
    case 'time':
      return timePassed(state, now)
    case 'removed':
      return removed(state)
    case 'erased':
      return erased(state)
    case 'forgotten':
      return quiet(forgotten(state, input))
    case 'settings-changed':
      return settingsChanged(state, input.settings)
    case 'page':
      return withPage(nextPage(state, input.batchId, input.tracks), input.batchId, input.tracks)
    case 'batch-over':
      return quiet(without(state, input.batchId))
    case 'home':
      return arriveHome(state, input.at)
    case 'related':
      return relatedFound(state, input)
    case 'segments':
      return quiet(segmentsFound(state, input.trackId, input.found))
    case 'unplayable':
      return unplayable(state, input.trackId)
    case 'instead':
      return instead(state, input)
    case 'connect-failed':
      return connectFailed(state, input.code)
    case 'play-failed':
      return playFailed(state, input.playId, input.code, now)
    default:
      return unreachable(input)
  }
}

/** Who leads after a command; nobody yet where the bot has just come. */
const leaderOf = (before: PlayerState, { voiceChannel, djId }: PlayerState) =>
  voiceChannel?.channelId === before.voiceChannel?.channelId ? djId : null

/** The queue is kept for when the bot is invited again. */
function removed(state: PlayerState): Step {
  return { ...quiet(parked(state)), effects: [{ kind: 'disconnect' }] }
}

/** Orders after this one have higher ids, so that late news of those before it aren't mistaken. */
function erased({ lastPlayId }: PlayerState): Step {
  const state = { ...freshState(defaultSettings), lastPlayId }
  return { ...quiet(state), effects: [{ kind: 'disconnect' }] }
}

function command(
  state: PlayerState,
  { command: wanted, request, at }: Extract<Input, { kind: 'command' }>,
  now: number,
): Step {
  const calls = isCall(wanted)
  const { actor, requestId, receivedAtMs, about } = request
  if (calls && state.endedMs !== null && receivedAtMs < state.endedMs) {
    throw new SegueError('ended-meanwhile')
  }
  if (about !== undefined && about !== state.current?.track.id) throw new SegueError('track-over')
  const { verdict } = permit(actionOf(wanted, actor, state), actor, state)
  const voted = verdict === 'vote' && actor.kind === 'member'
  const obeyed = voted
    ? castVote(state, actor.userId, requestId, now)
    : obey(state, wanted, requestId, at, now)
  const step = { ...obeyed, state: withChange(state, wanted, obeyed.state) }
  // A request with an API key has no text channel, so announcements still go where a member last
  // typed.
  if (actor.kind === 'key') return step
  const textChannelId = actor.textChannelId ?? state.textChannelId
  const leads = calls && leaderOf(state, step.state) === null
  const djId = leads ? actor.userId : step.state.djId
  return { ...step, state: { ...step.state, textChannelId, djId } }
}
