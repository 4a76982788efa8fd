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

export type Owner = 'this process' | 'another process' | 'unknown'

/**
 * Every process of this bot gets every interaction, and the one that plays in the server answers.
 * Without the database this process can't know whether another one plays there, unless it does so
 * itself; otherwise it gives the other one time to answer first.
 */
export async function ownerOf(
  interaction: Interaction,
  arrival: Arrival,
  { players, clock }: { readonly players: Pick<Players, 'claim'>; readonly clock: Clock },
): Promise<Owner> {
  const { guildId: id } = interaction
  if (id === null) return 'this process'
  const unsure = Promise.withResolvers<Owner>()
  const unsureMs = interaction.isAutocomplete() ? UNSURE_TO_SUGGEST_MS : UNSURE_MS
  const ageMs = clock.now() - arrival.createdAtMs
  const leastMs = Math.min(ASKING_MS, LAST_ANSWER_MS - ageMs)
  const leftMs = Math.max(unsureMs - ageMs, leastMs, 0)
  using _late = clock.after(leftMs, () => unsure.resolve('unknown'))
  const claimed = players.claim(guildId(id)).then(
    (ours): Owner => (ours ? 'this process' : 'another process'),
    () => unsure.promise,
  )
  return await Promise.race([claimed, unsure.promise])
}
