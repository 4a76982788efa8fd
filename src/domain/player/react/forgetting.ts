import type { UserId } from '../../../base/ids.ts'
import type { PlayerState, Vote } from '../state.ts'

/** Whose data were deleted, and in whose name what they did is from now on. */
export interface Forgotten {
  readonly userId: UserId
  readonly as: UserId
}

/** The music stays as it is, since others listen to it; who has asked for it is forgotten. */
export function forgotten(state: PlayerState, { userId, as }: Forgotten): PlayerState {
  const named = <Asked extends { readonly requestedBy: UserId }>(one: Asked): Asked =>
    one.requestedBy === userId ? { ...one, requestedBy: as } : one
  const { current, upcoming, past, batches, djId, vote, related } = state
  return merged(state, {
    current: current && merged(current, { track: named(current.track) }),
    upcoming: alike(upcoming, named),
    past: merged(past, {
      played: alike(past.played, named),
      removed: alike(past.removed, named),
      changes: alike(past.changes, (change) => {
        const { dropped } = change
        return dropped === undefined ? change : merged(change, { dropped: alike(dropped, named) })
      }),
    }),
    batches: alike(batches, named),
    related: related && merged(related, { to: named(related.to) }),
    djId: djId === userId ? null : djId,
    vote: vote && (vote.voters.includes(userId) ? without(vote, userId) : vote),
  })
}

const without = (vote: Vote, userId: UserId): Vote => ({
  ...vote,
  voters: vote.voters.filter((voter) => voter !== userId),
})

/** The very same value where nothing of it changes. */
function merged<T extends object>(value: T, changes: { readonly [K in keyof T]?: T[K] }): T {
  const names = Object.keys(changes) as (keyof T)[]
  return names.every((name) => changes[name] === value[name]) ? value : { ...value, ...changes }
}

/** The same list where nothing in it changes: what's stored is told by identity. */
function alike<T>(list: readonly T[], change: (one: T) => T): readonly T[] {
  const changed = list.map(change)
  const isSame = changed.every((one, index) => one === list[index])
  return isSame ? list : changed
}
