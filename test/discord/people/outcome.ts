import type { Changes } from '../state/changes.ts'
import { CallbackType, type Interaction, type Modal } from '../state/interactions.ts'
import { type Message, messageView } from './message.ts'

/** The client's own refusal: what cannot be typed, pressed or joined never reaches the bot. */
export class ClientRefusal extends Error {
  override readonly name = 'ClientRefusal'
}

/** "The application did not respond": no first response within 3 s. */
export class NotAcknowledged extends Error {
  override readonly name = 'NotAcknowledged'
}

/** What became of an interaction; everything is read anew at each access. */
export class InteractionOutcome {
  readonly interactionId: string
  /** On the clock of the local Discord (performance.now() by default). */
  readonly dispatchedAtMs: number
  readonly #interaction: Interaction
  readonly #changes: Changes

  constructor(interaction: Interaction, changes: Changes) {
    this.interactionId = interaction.id
    this.dispatchedAtMs = interaction.dispatchedAtMs
    this.#interaction = interaction
    this.#changes = changes
  }

  /** Time from dispatch to the first response, null while there is none. */
  get acknowledgedAfterMs(): number | null {
    return this.#interaction.callback?.afterMs ?? null
  }

  /** Type of the first response (docs: "Interaction Callback Type"). */
  get callbackType(): number | null {
    return this.#interaction.callback?.type ?? null
  }

  /**
   * The first response's message as it is now; null if there is none, or it was deleted, or it's what was
   * pressed and an update of that was announced that hasn't come.
   */
  get response(): Message | null {
    const { original, isUpdated } = this.#interaction
    const isToCome = this.callbackType === CallbackType.deferredUpdate && !isUpdated
    return original && !original.deleted && !isToCome ? messageView(original) : null
  }

  /** Follow-ups that were not deleted, oldest first. */
  get followUps(): Message[] {
    return this.#interaction.followUps.filter(({ deleted }) => !deleted).map(messageView)
  }

  /** The form that was opened as the first response. */
  get modal(): Modal | null {
    return this.#interaction.modal
  }

  /** Texts of response and follow-ups, a line each: what the person has read of the bot by now. */
  get text(): string {
    return [this.response, ...this.followUps]
      .flatMap((message) => (message && !message.loading ? [message.text] : []))
      .join('\n')
  }

  /**
   * Resolves when `predicate` holds; without one, when something was answered that is not "thinking"
   * (a message, a follow-up, an update, a form). A press that's only acknowledged (type 6) waits for what
   * follows.
   */
  async settled(
    predicate: (outcome: InteractionOutcome) => boolean = isAnswered,
    { timeoutMs = 30_000 } = {},
  ): Promise<this> {
    return await this.#changes.until(
      () => (predicate(this) ? this : undefined),
      timeoutMs,
      () => `an answer; seen so far: ${JSON.stringify(this.text)}`,
    )
  }

  /** Resolves at the first response, rejects when it came too late or never. */
  async acknowledged(): Promise<this> {
    return await this.#changes.until(
      () => {
        if (this.#interaction.failed) {
          const { name } = this.#interaction.deed
          throw new NotAcknowledged(`The application did not respond to ${name} within 3 s`)
        }
        return this.#interaction.callback ? this : undefined
      },
      60_000,
      () => 'a first response',
    )
  }
}

function isAnswered(outcome: InteractionOutcome): boolean {
  const { response, followUps } = outcome
  return (response !== null && !response.loading) || followUps.length > 0 || outcome.modal !== null
}
