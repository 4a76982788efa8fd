import {
  type ChatInputCommandInteraction,
  DiscordAPIError,
  MessageFlags,
  RESTJSONErrorCodes,
} from 'discord.js'
import type { Clock } from '../../base/clock.ts'
import { fit } from '../views/title.ts'

/**
 * Discord gives up 3 s after it made the interaction. The deferral shall have arrived in half of that, so
 * it leaves a little before.
 */
export const DEFER_AFTER_MS = 1_300

const QUIET = { allowedMentions: { parse: [] } }

/** A message that only the caller sees and that pings nobody. */
export const hidden = (text: string) => ({
  content: fit(text),
  flags: MessageFlags.Ephemeral as const,
  ...QUIET,
})

/**
 * The one answer to a command, public unless it's a refusal. When it takes long, the interaction is
 * deferred in time; a refusal then deletes that deferral before it's shown to the caller alone,
 * since the first response fixes who sees it.
 */
export class Answer implements Disposable {
  readonly #interaction: ChatInputCommandInteraction
  readonly #timer: Disposable
  #deferral: Promise<unknown> | null = null

  constructor(
    interaction: ChatInputCommandInteraction,
    clock: Clock,
    createdAtMs: number,
    failed: (e: unknown) => void,
  ) {
    this.#interaction = interaction
    const passedMs = clock.now() - createdAtMs
    this.#timer = clock.after(Math.max(0, DEFER_AFTER_MS - passedMs), () => {
      this.#deferral = interaction.deferReply().catch(failed)
    })
  }

  async say(text: string): Promise<void> {
    const message = { content: fit(text), ...QUIET }
    await this.#settled()
    if (!this.#interaction.deferred) {
      await this.#interaction.reply(message)
      return
    }
    const edited = await unlessGone(this.#interaction.editReply(message))
    if (!edited) await this.#interaction.followUp(message)
  }

  async refuse(text: string): Promise<void> {
    const message = hidden(text)
    await this.#settled()
    if (!this.#interaction.deferred) {
      await this.#interaction.reply(message)
      return
    }
    await unlessGone(this.#interaction.deleteReply())
    await this.#interaction.followUp(message)
  }

  [Symbol.dispose](): void {
    this.#timer[Symbol.dispose]()
  }

  async #settled(): Promise<void> {
    this[Symbol.dispose]()
    await this.#deferral
  }
}

/** False when a moderator has deleted the deferral's message. */
async function unlessGone(change: Promise<unknown>): Promise<boolean> {
  try {
    await change
    return true
  } catch (error) {
    const gone = RESTJSONErrorCodes.UnknownMessage
    if (error instanceof DiscordAPIError && error.code === gone) return false
    throw error
  }
}
