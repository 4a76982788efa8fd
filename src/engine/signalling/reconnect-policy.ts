import { type BackoffLimits, backoffMs } from '../../base/backoff.ts'
import type { ErrorCode } from '../../base/error.ts'
import type { ChannelId } from '../../base/ids.ts'
import { answerToClose } from './close-code.ts'
import {
  type Decision,
  initialLinkState,
  type LinkEffect,
  type LinkEvent,
  type LinkState,
} from './link-state.ts'

/** Automatic op 4 that one server may cause within a minute. Members' requests aren't counted. */
export const AUTOMATIC_PER_MINUTE = 6
const MINUTE_MS = 60_000
/** The time from op 4 to both voice events; a full channel answers with neither. */
export const SIGNALLING_MS = 10_000
/**
 * The same for a rejoin, where the channel can't have filled up: after this the bot leaves and
 * comes back.
 */
export const REJOIN_SIGNALLING_MS = 4_000
/**
 * The limit for each step of the handshake: hello, ready, UDP discovery, session description,
 * resume.
 */
export const STEP_MS = 5_000
/**
 * After a close that says "do not reconnect": how long the explaining voice state may take. The two
 * come together. A kick while the main gateway is away is replayed before the gateway takes any op
 * 4.
 */
export const PARTED_MS = 5_000
/** After "no voice server now": how long until the next one. */
export const SERVERLESS_MS = 30_000
/** How long a join may wait in the shard's queue. */
export const QUEUE_MS = 300_000
/** A connection that held this long ends a row of failures. */
const STABLE_MS = 10_000
const BACKOFF: BackoffLimits = { baseMs: 500, maxMs: 30_000 }
/** Tries before giving up: while a member waits for the first join, and after voice had been up. */
const TRIES_TO_ESTABLISH = 3
const TRIES_TO_RESTORE = 8
/** Fresh joins because encryption didn't start, before giving up. */
const ENCRYPTION_TRIES = 3

/**
 * The reconnect policy: how one server's link reacts to `event` at `now`. Pure; `random` gives the
 * jitter. Events that don't fit the phase change nothing.
 */
export function decide(
  state: LinkState,
  event: LinkEvent,
  now: number,
  random: () => number,
): Decision {
  switch (event.type) {
    case 'join':
      return join(state, event.channelId, now)
    case 'leave':
      return { state: gone(state), effects: [{ type: 'hang-up' }] }
    case 'answer':
      return answer(state, event.sent, event.retryAfterMs, now)
    case 'state':
      return voiceState(state, event.channelId)
    case 'serverless':
      return mayLoseServer(state) ? parted(state, SERVERLESS_MS, true, now) : stay(state)
    case 'configured':
      return state.phase === 'away' ? stay(state) : connecting(state, now)
    case 'progress':
      return isUp(state) ? connecting(state, now) : stay({ ...state, up: false })
    case 'ready':
      return isUp(state) ? ready(state, now) : stay({ ...state, up: true })
    case 'closed':
      return isUp(state) ? closed(state, event.code, now, random) : stay({ ...state, up: false })
    case 'encryption-failed':
      return isUp(state) ? encryptionFailed(state, now, random) : stay(state)
    case 'encryption-ready':
      return stay({ ...state, openSinceMs: now })
    case 'time':
      return time(state, now, random)
  }
}

function join(state: LinkState, channelId: ChannelId, now: number): Decision {
  const underWay = isUp(state) || state.phase === 'asking' || state.phase === 'signalling'
  if (underWay && state.channelId === channelId) return stay(state)
  return ask({ ...state, channelId, asked: true, leaveFirst: false, failures: 0 }, now)
}

function ask(state: LinkState, now: number): Decision {
  return {
    state: { ...state, phase: 'asking', deadlineMs: null, askingSinceMs: now },
    effects: [request(state)],
  }
}

function request(state: LinkState): LinkEffect {
  return { type: 'request', channelId: state.leaveFirst ? null : state.channelId }
}

function answer(state: LinkState, sent: boolean, retryAfterMs: number, now: number): Decision {
  if (state.phase !== 'asking') return stay(state)
  if (!sent) {
    if (now - state.askingSinceMs >= QUEUE_MS) return lost(state, 'voice-busy', true)
    return stay({ ...state, deadlineMs: now + Math.max(retryAfterMs, 100) })
  }
  const counted = state.asked ? state : { ...state, automatic: [...recent(state, now), now] }
  if (state.leaveFirst) {
    const left = { ...counted, leaveFirst: false, reportedIn: null, deadlineMs: null }
    return { state: left, effects: [request(left)] }
  }
  const deadlineMs = now + (state.asked ? SIGNALLING_MS : REJOIN_SIGNALLING_MS)
  return stay({ ...counted, phase: 'signalling', deadlineMs })
}

function voiceState(state: LinkState, channelId: ChannelId | null): Decision {
  if (state.phase === 'away') return stay(state)
  if (channelId === null) return state.reportedIn ? lost(state, 'voice-lost', false) : stay(state)
  const reported = { ...state, reportedIn: channelId }
  const leaving = state.asked && (state.phase === 'asking' || state.phase === 'signalling')
  if (channelId === state.channelId || leaving) return stay(reported)
  return { state: { ...reported, channelId }, effects: [{ type: 'moved', channelId }] }
}

function connecting(state: LinkState, now: number): Decision {
  return stay({ ...state, phase: 'connecting', up: false, deadlineMs: now + STEP_MS })
}

function ready(state: LinkState, now: number): Decision {
  return stay({
    ...state,
    phase: 'ready',
    up: true,
    deadlineMs: null,
    established: true,
    asked: false,
    readySinceMs: state.phase === 'ready' ? state.readySinceMs : now,
  })
}

function closed(state: LinkState, code: number, now: number, random: () => number): Decision {
  const verdict = answerToClose(code)
  if (verdict.kind === 'stop') return lost(state, verdict.code, true)
  if (verdict.kind === 'wait') return parted(state, PARTED_MS, verdict.rejoinAfter, now)
  return failed(state, now, random)
}

function parted(state: LinkState, waitMs: number, rejoinAfter: boolean, now: number): Decision {
  return {
    state: {
      ...settled(state, now),
      phase: 'parted',
      up: false,
      deadlineMs: now + waitMs,
      rejoinAfterParting: rejoinAfter,
    },
    effects: [{ type: 'hang-up' }],
  }
}

function encryptionFailed(state: LinkState, now: number, random: () => number): Decision {
  // Encryption that starts and keeps failing at once counts as failed too.
  const held = state.openSinceMs !== null && now - state.openSinceMs >= STABLE_MS
  const encryptionFailures = (held ? 0 : state.encryptionFailures) + 1
  if (encryptionFailures >= ENCRYPTION_TRIES) return lost(state, 'voice-dave-not-ready', true)
  const failing = { ...state, encryptionFailures, openSinceMs: null }
  const rejoins = backOff(failing, encryptionFailures - 1, now, random)
  return { ...rejoins, effects: [...rejoins.effects, { type: 'unheard' }] }
}

function time(state: LinkState, now: number, random: () => number): Decision {
  if (state.deadlineMs === null || now < state.deadlineMs) return stay(state)
  switch (state.phase) {
    case 'asking':
      return { state: { ...state, deadlineMs: null }, effects: [request(state)] }
    case 'signalling':
      return unanswered(state, now, random)
    case 'connecting':
      return failed(state, now, random)
    case 'parted':
      if (!state.rejoinAfterParting) return lost(state, 'voice-lost', true)
      return failed(state, now, random)
    case 'backing-off':
      return ask({ ...state, asked: false }, now)
    default:
      return stay({ ...state, deadlineMs: null })
  }
}

/**
 * A member who waits is told at once, and after a failed move the bot stays where it was; a rejoin
 * tries harder.
 */
function unanswered(state: LinkState, now: number, random: () => number): Decision {
  if (state.asked && state.reportedIn !== state.channelId) {
    if (state.reportedIn === null || !state.up) return lost(state, 'voice-timeout', true)
    return {
      state: {
        ...state,
        phase: 'ready',
        channelId: state.reportedIn,
        asked: false,
        deadlineMs: null,
      },
      effects: [{ type: 'refused', code: 'voice-timeout' }],
    }
  }
  return failed({ ...state, leaveFirst: true }, now, random)
}

function failed(state: LinkState, now: number, random: () => number): Decision {
  const base = settled(state, now)
  const failures = base.failures + 1
  if (failures >= (state.established ? TRIES_TO_RESTORE : TRIES_TO_ESTABLISH)) {
    // Not 'voice-lost': nobody sent the bot away, so that it may come back by itself later.
    return lost(state, 'voice-timeout', true)
  }
  return backOff({ ...base, failures }, failures - 1, now, random)
}

function backOff(state: LinkState, attempt: number, now: number, random: () => number): Decision {
  const automatic = recent(state, now)
  const needed = state.leaveFirst ? 2 : 1
  const blocking = automatic.at(-(AUTOMATIC_PER_MINUTE - needed + 1))
  const allowedAtMs = blocking === undefined ? now : blocking + MINUTE_MS
  const deadlineMs = Math.max(now + backoffMs(attempt, BACKOFF, random), allowedAtMs)
  return {
    state: { ...state, phase: 'backing-off', up: false, automatic, deadlineMs, asked: false },
    effects: [{ type: 'hang-up' }],
  }
}

/** A connection that held for a while starts its row of failures anew; one that flaps does not. */
function settled(state: LinkState, now: number): LinkState {
  const held = state.phase === 'ready' && now - state.readySinceMs >= STABLE_MS
  return held ? { ...state, failures: 0 } : state
}

function lost(state: LinkState, code: ErrorCode, leave: boolean): Decision {
  return { state: gone(state), effects: [{ type: 'hang-up' }, { type: 'lost', code, leave }] }
}

/** Keeps the count of automatic op 4, so that leaving and coming back doesn't evade the limit. */
function gone(state: LinkState): LinkState {
  return { ...initialLinkState, automatic: state.automatic }
}

const recent = (state: LinkState, now: number): readonly number[] =>
  state.automatic.filter((at) => now - at < MINUTE_MS)

const isUp = (state: LinkState): boolean => state.phase === 'connecting' || state.phase === 'ready'

const mayLoseServer = (state: LinkState): boolean =>
  isUp(state) || state.phase === 'signalling' || state.phase === 'parted'

const stay = (state: LinkState): Decision => ({ state, effects: [] })
