import { type Client, Events, type Interaction } from 'discord.js'
import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import { errorView } from '../views/error.ts'
import { wordsFor } from '../words/languages.ts'
import { hidden } from './answer.ts'
import type { Arrival, Arrivals } from './arrivals.ts'

/**
 * After its creation. Discord waits for 3 s, and by then another process of this bot has
 * acknowledged its own commands.
 */
const HOLD_MS = 2_000

/** Takes an interaction that came then. */
export type Handle = (interaction: Interaction, arrival: Arrival) => void

/**
 * Interactions between the bot's login and the moment when all its parts are ready. Members see the
 * bot online, so their commands are handled a little later or, if that takes too long, answered
 * with a note that the bot is starting.
 */
export class EarlyInteractions implements Disposable {
  readonly #client: Client
  readonly #clock: Clock
  readonly #log: Log
  readonly #arrivals: Arrivals
  readonly #held = new Map<Interaction, { readonly arrival: Arrival; readonly timer: Disposable }>()

  /** Call this before the client logs in. */
  constructor(client: Client, arrivals: Arrivals, clock: Clock, log: Log) {
    this.#client = client
    this.#arrivals = arrivals
    this.#clock = clock
    this.#log = log
    client.on(Events.InteractionCreate, this.#hold)
  }

  /** Hands over the waiting interactions; later ones aren't held back. */
  release(handle: Handle): void {
    const held = [...this.#held]
    this[Symbol.dispose]()
    for (const [interaction, { arrival }] of held) handle(interaction, arrival)
  }

  [Symbol.dispose](): void {
    this.#client.off(Events.InteractionCreate, this.#hold)
    for (const { timer } of this.#held.values()) timer[Symbol.dispose]()
    this.#held.clear()
  }

  readonly #hold = (interaction: Interaction): void => {
    const arrival = this.#arrivals.of(interaction)
    const ageMs = arrival.receivedAtMs - arrival.createdAtMs
    const timer = this.#clock.after(Math.max(0, HOLD_MS - ageMs), () => {
      this.#held.delete(interaction)
      excuse(interaction).catch((error: unknown) =>
        this.#log.info(
          'couldn’t answer a command that came before the bot was ready',
          reasonOf(error),
        ),
      )
    })
    this.#held.set(interaction, { arrival, timer })
  }
}

async function excuse(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) await interaction.respond([])
  if (interaction.isRepliable())
    await interaction.reply(hidden(errorView('starting')(wordsFor(interaction.locale))))
}
