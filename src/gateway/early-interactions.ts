import { type Client, Events, type Interaction } from 'discord.js'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import { hidden } from './answer.ts'
import { errorText } from './ui/error-text.ts'

/** Discord waits for 3 s, and another process of this bot has acknowledged what is its own by then. */
const HOLD_MS = 2_000

/** Takes an interaction that came at that time, by the clock. */
export type Handle = (interaction: Interaction, receivedAtMs: number) => void

/**
 * What members do between the bot's login and the moment that all its parts are there. They see it
 * online and know nothing of that: it is handled a little later or, where that takes too long, answered
 * that the bot is starting.
 */
export class EarlyInteractions implements Disposable {
  readonly #client: Client
  readonly #clock: Clock
  readonly #log: Log
  readonly #held = new Map<Interaction, { readonly atMs: number; readonly timer: Disposable }>()

  /** Call it before the client logs in. */
  constructor(client: Client, clock: Clock, log: Log) {
    this.#client = client
    this.#clock = clock
    this.#log = log
    client.on(Events.InteractionCreate, this.#hold)
  }

  /** Hands over what waits; from now on nothing is held. */
  release(handle: Handle): void {
    const held = [...this.#held]
    this[Symbol.dispose]()
    for (const [interaction, { atMs }] of held) handle(interaction, atMs)
  }

  [Symbol.dispose](): void {
    this.#client.off(Events.InteractionCreate, this.#hold)
    for (const { timer } of this.#held.values()) timer[Symbol.dispose]()
    this.#held.clear()
  }

  readonly #hold = (interaction: Interaction): void => {
    const timer = this.#clock.after(HOLD_MS, () => {
      this.#held.delete(interaction)
      excuse(interaction).catch((error: unknown) =>
        this.#log.info('an early interaction was not answered', reasonOf(error)),
      )
    })
    this.#held.set(interaction, { atMs: this.#clock.now(), timer })
  }
}

async function excuse(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) await interaction.respond([])
  if (interaction.isChatInputCommand()) await interaction.reply(hidden(errorText.starting))
}
