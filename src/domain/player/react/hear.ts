import type { ErrorCode } from '../../../base/error.ts'
import { errorCatalogue } from '../../../base/error-catalogue.ts'
import type { ChannelId } from '../../../base/ids.ts'
import type { StreamTitle } from '../../../base/stream-title.ts'
import { unreachable } from '../../../base/unreachable.ts'
import type { PlaybackEvent, WaitReason } from '../../playback.ts'
import { advance, order } from '../progress.ts'
import type { Current, PlayerState, VoiceChannel } from '../state.ts'
import { announce, type Effect, quiet, type Step } from '../step.ts'
import { trackFailed } from './failing.ts'
import { soundedSince, tryAgain } from './retry.ts'
import { engineLost, voiceLost } from './voice.ts'

/**
 * In a long track a link may expire repeatedly, but one that expires at once means a dead source.
 */
const REOPEN_DISTANCE_MS = 30_000

/** Titles that a station said before the last one, for whoever asks what that song was. */
const SAID_BEFORE = 5

/** People aren't told of a join that waits less than this. */
const NOTEWORTHY_WAIT_MS = 2_000

type OrderEvent = Extract<PlaybackEvent, { playId: number }>

/** Handles an event of the engine. Events of an order that was replaced change nothing. */
export function hear(state: PlayerState, event: PlaybackEvent, now: number): Step {
  switch (event.kind) {
    case 'join-queued':
      if (event.waitMs < NOTEWORTHY_WAIT_MS) return quiet(state)
      return { ...quiet(state), effects: [announce(event)] }
    case 'moved':
      if (state.voiceChannel === null) return quiet(state)
      return quiet({
        ...state,
        voiceChannel: moved(state.voiceChannel, event.channelId, event.bitrate),
      })
    case 'unheard':
      if (state.current === null) return quiet(state)
      return { ...quiet(state), effects: [announce({ kind: 'rejoining' })] }
    case 'voice-lost':
      return voiceLost(state, event.code)
    case 'engine-lost':
      return engineLost(state)
    default: {
      const { current } = state
      return current?.playId === event.playId ? hearOrder(state, current, event, now) : quiet(state)
    }
  }
}

function moved(
  voiceChannel: VoiceChannel,
  channelId: ChannelId,
  bitrate: number | null,
): VoiceChannel {
  return { channelId, bitrate: bitrate ?? voiceChannel.bitrate }
}

/** The track could not be opened or handed to the engine. */
export function playFailed(state: PlayerState, playId: number, code: ErrorCode, now: number): Step {
  const { current } = state
  return current?.playId === playId ? brokeOff(state, current, code, now) : quiet(state)
}

function hearOrder(state: PlayerState, current: Current, event: OrderEvent, now: number): Step {
  switch (event.kind) {
    case 'started':
      return started(state, current, event, now)
    case 'position':
      return quiet({
        ...state,
        current: {
          ...current,
          positionMs: current.heardBeforeMs + event.positionMs,
          waiting: null,
        },
      })
    case 'title':
      return quiet(withTitle(state, current, event.said))
    case 'waiting':
      return waiting(state, current, event.reason)
    case 'ended':
      return ended(state, current)
    case 'failed':
      return failed(state, current, event, now)
    default:
      return unreachable(event)
  }
}

function started(
  state: PlayerState,
  current: Current,
  { durationMs, stated, seekable }: Extract<OrderEvent, { kind: 'started' }>,
  now: number,
): Step {
  const { retry } = current
  const sounding: Current = {
    ...current,
    started: true,
    asked: false,
    announced: true,
    waiting: null,
    retry: retry && { ...retry, soundsSinceMs: retry.soundsSinceMs ?? now },
    durationMs: durationMs ?? current.durationMs,
    stated: durationMs !== null && stated,
    seekable,
  }
  const { track, more, remarks } = current
  const first = announce(
    track.chosen === undefined
      ? { kind: 'playing', track, more, ...remarks }
      : { kind: 'chosen', track, by: track.chosen.by, other: track.chosen },
  )
  return {
    state: { ...state, failures: 0, postponed: soundedSince(state, current), current: sounding },
    effects: current.announced ? [] : [first],
    reply: null,
  }
}

/** Many stations repeat what they said; an empty title says that there's none. */
function withTitle(state: PlayerState, current: Current, said: StreamTitle): PlayerState {
  const { title, link } = said
  const before = current.said
  const isSame = (before?.title ?? '') === title && (before?.link ?? null) === link
  if (isSame) return state
  const isNew = before !== null && before.title !== title
  const saidBefore = isNew ? [before.title, ...current.saidBefore] : current.saidBefore
  const next = { said: title === '' ? null : said, saidBefore: saidBefore.slice(0, SAID_BEFORE) }
  return { ...state, current: { ...current, ...next } }
}

/** Told once, although the engine reports it again after each attempt in between. */
function waiting(state: PlayerState, current: Current, reason: WaitReason): Step {
  const next = { ...state, current: { ...current, waiting: reason } }
  if (reason === current.waiting || !isNews(current, reason)) return quiet(next)
  const told = announce({ kind: 'waiting', track: current.track, reason })
  return { ...quiet(next), effects: [told] }
}

/**
 * People are told of a stage or missing rights when the bot enters; whoever asked for a track still
 * waits for it.
 */
function isNews(
  { announced, asked }: Current,
  reason: WaitReason,
): reason is 'alone' | 'muted' | 'suppressed' {
  if (reason === 'muted') return true
  return (reason === 'alone' && !announced) || (reason === 'suppressed' && asked)
}

/** The current track is over; what comes next begins. */
export function ended(state: PlayerState, current: Current): Step {
  if (!current.started) return trackFailed(state, current, 'empty-file')
  if (state.loop === 'track') {
    const skips = { ...current.skips, fromMs: 0 }
    const again = { ...current, positionMs: 0, started: false, reopenedAtMs: null, skips }
    return { ...order(state, again), reply: null }
  }
  const upcoming = state.loop === 'queue' ? [...state.upcoming, current.track] : state.upcoming
  const moved = advance(state, upcoming, current.requestId)
  const finished: Effect[] = upcoming.length === 0 ? [announce({ kind: 'finished' })] : []
  return { ...moved, effects: [...moved.effects, ...finished], reply: null }
}

function failed(
  state: PlayerState,
  before: Current,
  { code, positionMs: endMs, expired }: Extract<OrderEvent, { kind: 'failed' }>,
  now: number,
): Step {
  const positionMs = before.heardBeforeMs + endMs
  const current = { ...before, positionMs }
  const { reopenedAtMs } = current
  const mayReopen = reopenedAtMs === null || positionMs - reopenedAtMs >= REOPEN_DISTANCE_MS
  if (!expired || !mayReopen) return brokeOff(state, current, code, now)
  const reopened = order(state, { ...current, positionMs, reopenedAtMs: positionMs })
  return { ...reopened, reply: null }
}

function brokeOff(state: PlayerState, current: Current, code: ErrorCode, now: number): Step {
  const mayPass = errorCatalogue[code].passing || isOffTheAir(current, code)
  return mayPass ? tryAgain(state, current, code, now) : trackFailed(state, current, code)
}

/**
 * A station that was heard has dropped. While it's off the air its address may lead to nothing, to a
 * page, or to something else for a moment: that's not what becomes of a file.
 */
const isOffTheAir = ({ track, announced }: Current, code: ErrorCode): boolean =>
  track.live && announced && OFF_THE_AIR.has(code)

const OFF_THE_AIR: ReadonlySet<ErrorCode> = new Set([
  ...(['http-status', 'not-audio', 'empty-file', 'unsupported'] as const),
  ...(['decode-failed', 'no-progress', 'decoder-crashed'] as const),
])
