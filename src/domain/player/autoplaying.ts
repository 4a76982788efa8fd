import type { RequestId, TrackId } from '../../base/ids.ts'
import { chooseRelated, type Related } from '../autoplay.ts'
import { blockedBy } from '../policy/blocked.ts'
import type { Track } from '../track.ts'
import { PLAYED_KEPT } from './past/played.ts'
import { isNearEnd } from './preparing.ts'
import { start } from './progress.ts'
import { autoplayOf, type PlayerState } from './state.ts'
import { announce, type Effect, quiet, type Step } from './step.ts'

/** How long before the last track's end autoplay looks for what follows: before that is opened ahead. */
const LOOK_MS = 60_000

/** What was found to go with a track. */
export interface RelatedFound {
  readonly to: TrackId
  /** Best first; empty: nothing, or it couldn't be looked for. */
  readonly found: readonly Related[]
  /** The id of the track that's chosen. */
  readonly id: TrackId
  readonly requestId: RequestId
  /** Decides among those that fit as well. */
  readonly chance: number
}

/**
 * With autoplay on, looks for what goes with the last track: shortly before its end, or once it was
 * skipped. What people queue always comes first.
 */
export function lookForRelated(before: PlayerState, step: Step): Step {
  const { state } = step
  const mode = autoplayOf(state)
  if (mode === 'off' || state.voiceChannel === null) return withRelated(step, null)
  const { current, related } = state
  if (current !== null) {
    if (related?.to.id === current.track.id) return step
    const isEmpty = state.upcoming.length === 0 && state.batches.length === 0
    const isLast = isEmpty && state.loop === 'off' && !current.track.live
    if (!isLast || !isNearEnd(current, LOOK_MS)) return withRelated(step, null)
    return asking(step, current.track)
  }
  if (before.current === null) return step
  const { track } = before.current
  if (!(isOver(step) || isDeadChoice(step, track)) || track.live) return withRelated(step, null)
  const outcome = related?.to.id === track.id ? related.outcome : null
  if (outcome === 'nothing')
    return insteadOfFinished(step, announce({ kind: 'nothing-related', track }))
  // Somebody has removed the one that was chosen.
  return insteadOfFinished(outcome === 'awaited' ? step : asking(step, track), null)
}

/** One of the related tracks comes next, or plays now if the last one is over already. */
export function relatedFound(state: PlayerState, answer: RelatedFound): Step {
  const { related, current, past, upcoming } = state
  if (related === null || related.to.id !== answer.to || related.outcome !== 'awaited')
    return quiet(state)
  const answered: PlayerState = { ...state, related: { ...related, outcome: 'nothing' } }
  if (upcoming.length > 0 || autoplayOf(state) === 'off') return quiet(answered)
  const seed = related.to
  const isBlocked = blockedBy(state.settings)
  const found = answer.found.filter(({ track }) => !isBlocked(track))
  const known = [...past.played, ...past.removed.slice(-PLAYED_KEPT)]
  const choice = chooseRelated(found, seed, known, answer.chance)
  if (choice === null) {
    const told: Effect[] =
      current === null ? [announce({ kind: 'nothing-related', track: seed })] : []
    return { state: answered, effects: told, reply: null }
  }
  const { title, artist } = seed
  const track: Track = {
    ...choice.track,
    id: answer.id,
    requestedBy: seed.requestedBy,
    chosen: { by: choice.by, title, artist },
  }
  const chosen: PlayerState = { ...state, related: { ...related, outcome: 'one' } }
  if (current !== null) return quiet({ ...chosen, upcoming: [track] })
  return { ...start(chosen, track, [], answer.requestId), reply: null }
}

/** The tracks that people have queued. */
export const withoutChosen = (queue: readonly Track[]): readonly Track[] =>
  queue.filter(({ chosen }) => chosen === undefined)

/** Whether the last track came to its end, or was skipped. */
const isOver = ({ state, effects, reply }: Step): boolean =>
  state.upcoming.length === 0 && (effects.some(tellsEnd) || reply?.kind === 'skipped')

/** Whether a chosen track couldn't be played, unless too many in a row couldn't. */
const isDeadChoice = ({ state, effects }: Step, { chosen }: Track): boolean =>
  chosen !== undefined &&
  state.upcoming.length === 0 &&
  state.failures > 0 &&
  effects.some((effect) => effect.kind === 'announce' && effect.notice.kind === 'failed')

const tellsEnd = (effect: Effect): boolean =>
  effect.kind === 'announce' && effect.notice.kind === 'finished'

function asking({ state, effects, reply }: Step, track: Track): Step {
  const mode = autoplayOf(state)
  return {
    state: { ...state, related: { to: track, outcome: 'awaited' } },
    effects: [...effects, { kind: 'relate', track, mode }],
    reply,
  }
}

/** Music may go on yet, so nobody is told that it has ended. */
function insteadOfFinished(step: Step, told: Effect | null): Step {
  const others = step.effects.filter((effect) => !tellsEnd(effect))
  return { ...step, effects: told === null ? others : [...others, told] }
}

const withRelated = (step: Step, related: PlayerState['related']): Step =>
  step.state.related === related ? step : { ...step, state: { ...step.state, related } }
