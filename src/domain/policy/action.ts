import type { TrackId } from '../../base/ids.ts'
import type { Command } from '../command.ts'
import { type Removal, removedBy } from '../player/obey/removing.ts'
import type { PlayerState } from '../player/state.ts'
import type { Spot } from '../queue.ts'
import type { Track } from '../track.ts'
import type { Actor } from './actor.ts'

/** What somebody wants to do, as far as it matters for who may. */
export type Action =
  /** To see what plays and what comes next. */
  | 'read'
  /** To bring the bot into a voice channel, with or without a track at the end of the queue. */
  | 'call'
  /** The same, with a track that plays before what others have queued. */
  | 'call-ahead'
  /** The same, with a track in place of one that others listen to. */
  | 'call-now'
  /** To change what concerns the caller's own tracks alone. */
  | 'own'
  /** To end the current track. */
  | 'skip'
  /** To end or drop what others have asked for. */
  | 'end'
  /** To say who leads the music. */
  | 'lead'
  /** To change when others' tracks play. */
  | 'order'
  /** To tell the player anything else. */
  | 'control'
  /** To see and change what the server has set. */
  | 'manage'
  /** To do what concerns the bot as a whole. */
  | 'host'
  /** To make and change the server's playlists. */
  | 'edit-playlists'
  /** To delete all that is kept of the server. */
  | 'erase'
  /** To see what is kept, and delete what is kept of the caller. */
  | 'own-data'

type Actions = {
  readonly [Kind in Command['kind']]: (
    command: Extract<Command, { kind: Kind }>,
    about: About,
  ) => Action
}

/** A track, or a list that's still arriving. */
type Asked = Pick<Track, 'requestedBy'>

interface About {
  readonly state: PlayerState
  /** Whether the actor has asked for all of these. */
  readonly areOwn: (asked: readonly Asked[]) => boolean
}

const control = (): Action => 'control'
/** Ends these tracks, which may be the actor's own. */
const ends = (areOwn: About['areOwn'], asked: readonly Asked[]): Action =>
  areOwn(asked) ? 'own' : 'end'
const orders = ({ state, areOwn }: About): Action => (areOwn(state.upcoming) ? 'control' : 'order')
const allOf = ({ current, upcoming }: PlayerState): readonly Track[] =>
  current === null ? upcoming : [current.track, ...upcoming]
const currentOf = ({ current }: PlayerState): readonly Track[] =>
  current === null ? [] : [current.track]

const at = ({ upcoming }: PlayerState, spot: Spot): readonly Track[] =>
  upcoming.filter(({ id }, index) => (typeof spot === 'number' ? index === spot - 1 : id === spot))

/** The tracks that play before that one. */
const before = ({ upcoming }: PlayerState, spot: Spot): readonly Track[] => {
  const index = typeof spot === 'number' ? spot - 1 : upcoming.findIndex(({ id }) => id === spot)
  return upcoming.slice(0, Math.max(0, index))
}

const someOf = (removal: Removal, { state, areOwn }: About): Action =>
  ends(areOwn, removedBy(state, removal))

/** What each command does to others; a new one needs a line here. */
const ACTIONS: Actions = {
  enqueue: ({ place }, { state, areOwn }) => {
    if (place === 'end' || state.current === null) return 'call'
    if (place === 'now' && !areOwn(currentOf(state))) return 'call-now'
    const passed = state.upcoming.slice(place === 'now' ? 0 : place - 1)
    return areOwn(passed) ? 'call' : 'call-ahead'
  },
  join: () => 'call',
  leave: (_, { state, areOwn }) => {
    const dropped = [...allOf(state), ...state.batches]
    return dropped.length === 0 ? 'control' : ends(areOwn, dropped)
  },
  dj: () => 'lead',
  pause: control,
  resume: control,
  stop: (_, { state, areOwn }) => ends(areOwn, [...allOf(state), ...state.batches]),
  clear: (_, { state, areOwn }) => ends(areOwn, [...state.upcoming, ...state.batches]),
  skip: ({ count }, { state, areOwn }) => {
    const passed = [...currentOf(state), ...state.upcoming.slice(0, Math.max(0, count - 1))]
    return areOwn(passed) ? 'own' : count === 1 ? 'skip' : 'end'
  },
  seek: (_, { state, areOwn }) => ends(areOwn, currentOf(state)),
  volume: control,
  'volume-by': control,
  mute: control,
  filters: control,
  filter: control,
  loop: control,
  autoplay: control,
  previous: (_, { state, areOwn }) => ends(areOwn, currentOf(state)),
  undo: (_, { state, areOwn }) => {
    const { by = null, added = [], began = null } = state.past.changes.at(-1) ?? {}
    const leaving = new Set<TrackId | null>([...added, began])
    const dropped = allOf(state).filter(({ id }) => leaving.has(id))
    if (!areOwn(dropped)) return 'end'
    // What somebody has queued is theirs to take back; what else was done may have been done to others.
    return by === 'enqueue' && dropped.length > 0 ? 'own' : 'control'
  },
  replay: control,
  jump: ({ to }, { state, areOwn }) => {
    if (!areOwn(currentOf(state))) return 'end'
    return areOwn(before(state, to)) ? 'own' : 'order'
  },
  remove: ({ position }, { state, areOwn }) => ends(areOwn, at(state, position)),
  'remove-range': ({ from, to }, { state, areOwn }) => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)]
    return ends(areOwn, state.upcoming.slice(first - 1, last))
  },
  'remove-by': someOf,
  'remove-duplicates': someOf,
  'remove-absent': someOf,
  move: (_, about) => orders(about),
  swap: (_, about) => orders(about),
  wrong: ({ id }, { state, areOwn }) =>
    ends(
      areOwn,
      allOf(state).filter((track) => track.id === id),
    ),
  shuffle: control,
}

/** What a command means for others, in that state. */
export function actionOf(command: Command, actor: Actor, state: PlayerState): Action {
  const areOwn = (asked: readonly Asked[]) =>
    actor.kind === 'member' && asked.every(({ requestedBy }) => requestedBy === actor.userId)
  // One kind's rule takes that kind's command; the compiler doesn't follow this through the union.
  const rule = ACTIONS[command.kind] as (command: Command, about: About) => Action
  return rule(command, { state, areOwn })
}
