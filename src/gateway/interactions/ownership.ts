import type { Interaction } from 'discord.js'
import type { Clock } from '../../base/clock.ts'
import { guildId } from '../../base/ids.ts'
import type { Players } from '../../player/players.ts'
import { DEFER_AFTER_MS } from './answer.ts'
import { ANSWERABLE_MS, type Arrival } from './arrivals.ts'

/**
 * After an interaction's creation. By then the process that plays in the server has acknowledged;
 * Discord waits for 3 s.
 */
const UNSURE_MS = DEFER_AFTER_MS + 700
/** Time to ask whose a server is for an interaction that was long on its way, or held. */
const ASKING_MS = 500
/** What leaves by then arrives in time. */
const LAST_ANSWER_MS = ANSWERABLE_MS - 400
/**
 * The process that plays in the server has made suggestions by then, since they come from memory.
 */
const UNSURE_TO_SUGGEST_MS = 1_000

/**
 * After this process's start. By then the servers of one that was killed before it are free, so that a
 * process which still holds one is alive.
 */
const HELD_BY_THE_DEAD_MS = 10_000

/** 'perhaps nobody': of a process that may have been killed a moment ago. */
export type Owner = 'this process' | 'another process' | 'perhaps nobody' | 'unknown'

export interface OwnershipPorts {
  readonly players: Pick<Players, 'claim'>
  readonly clock: Clock
  /** When this process began, by its clock. */
  readonly begunMs: number
}

/**
 * Every process of this bot gets every interaction, and the one that plays in the server answers.
 * Without the database this process can't know whether another one plays there, unless it does so
 * itself, and nor can it when it has just begun in place of one that was killed; then it gives the other
 * one time to answer first.
 */
export async function ownerOf(
  interaction: Interaction,
  arrival: Arrival,
  { players, clock, begunMs }: OwnershipPorts,
): Promise<Owner> {
  const { guildId: id } = interaction
  if (id === null) return 'this process'
  const unsure = Promise.withResolvers<Owner>()
  const unsureMs = interaction.isAutocomplete() ? UNSURE_TO_SUGGEST_MS : UNSURE_MS
  const ageMs = clock.now() - arrival.createdAtMs
  const leastMs = Math.min(ASKING_MS, LAST_ANSWER_MS - ageMs)
  const leftMs = Math.max(unsureMs - ageMs, leastMs, 0)
  let refused = false
  using _late = clock.after(leftMs, () => unsure.resolve(refused ? 'perhaps nobody' : 'unknown'))
  const claimed = players.claim(guildId(id)).then(
    (ours): Owner | Promise<Owner> => {
      if (ours) return 'this process'
      // Not asked again: the other process may have answered and given the server back by then.
      refused = clock.now() - begunMs < HELD_BY_THE_DEAD_MS
      return refused ? unsure.promise : 'another process'
    },
    () => unsure.promise,
  )
  return await Promise.race([claimed, unsure.promise])
}
