import {
  type ChatInputCommandInteraction,
  type ContextMenuCommandInteraction,
  DiscordAPIError,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
} from 'discord.js'
import type { Clock } from '../../base/clock.ts'
import { type ErrorCode, SegueError } from '../../base/error.ts'
import { within } from '../../base/within.ts'
import { errorView } from '../views/error.ts'
import { bodyOf, carriesFile, type Shown, type View } from '../views/view.ts'
import type { Words } from '../words/words.ts'
import type { Later, Opens, Reply, Shows } from './reply.ts'

/**
 * Discord gives up 3 s after it made the interaction. The deferral shall have arrived in half of that, so
 * it leaves a little before.
 */
export const DEFER_AFTER_MS = 1_300

/** Between two changes of an answer; Discord lets a webhook send five messages in 5 s. */
const CHANGE_EVERY_MS = 3_000
/** Discord forgets how to change it 15 minutes after the interaction. */
const CHANGEABLE_MS = 14 * 60_000

/** An interaction that gets an answer. */
export type Answerable =
  | ChatInputCommandInteraction
  | ContextMenuCommandInteraction
  | MessageComponentInteraction
  | ModalSubmitInteraction

const QUIET = { allowedMentions: { parse: [] } }

const open = (shown: Shown) => ({ ...bodyOf(shown), ...QUIET })

/** A message that only the caller sees and that pings nobody. */
export function hidden(shown: Shown) {
  const body = open(shown)
  const own = 'flags' in body ? [body.flags] : []
  return { ...body, flags: [MessageFlags.Ephemeral as const, ...own] }
}

/**
 * The one answer to an interaction, in the caller's language. When it takes long, the interaction is
 * deferred in time. A command's deferral is public, so an answer to the caller alone deletes it
 * before it's shown, since the first response fixes who sees it; that of a button shows nothing.
 */
export class Answer implements Disposable {
  readonly #interaction: Answerable
  readonly #words: Words
  readonly #timer: Disposable
  /** Aborts when the answer is done with. */
  readonly #done = new AbortController()
  #deferral: Promise<unknown> | null = null

  constructor(
    interaction: Answerable,
    words: Words,
    clock: Clock,
    createdAtMs: number,
    failed: (e: unknown) => void,
  ) {
    this.#interaction = interaction
    this.#words = words
    const passedMs = clock.now() - createdAtMs
    this.#timer = clock.after(Math.max(0, DEFER_AFTER_MS - passedMs), () => {
      const pressed = onMessage(interaction)
      const deferring = pressed === null ? interaction.deferReply() : pressed.deferUpdate()
      this.#deferral = deferring.catch(failed)
    })
  }

  async give(reply: Reply): Promise<void> {
    if ('form' in reply) await this.#open(reply)
    else if ('shown' in reply) await this.#acknowledge()
    else await this.#show(reply)
  }

  async refuse(code: ErrorCode): Promise<void> {
    await this.#show({ view: errorView(code), visibility: 'caller' })
  }

  /**
   * Changes the answer as what it shows changes, not more often than people can read, until that's
   * over. Resolves then, or on abort; rejects when Discord refuses a change.
   */
  async follow({ view, over }: Later, clock: Clock, signal: AbortSignal): Promise<void> {
    const lastMs = clock.now() + CHANGEABLE_MS
    const stop = Promise.withResolvers<void>()
    signal.addEventListener('abort', () => stop.resolve(), { signal: this.#done.signal })
    const ended = Promise.race([over, stop.promise]).then(() => true)
    let before = ''
    for (let isOver = false; !isOver && clock.now() < lastMs; ) {
      isOver = await within(clock, CHANGE_EVERY_MS, ended, () => false)
      if (signal.aborted) return
      const message = open(view(this.#words))
      const text = JSON.stringify(message)
      if (text !== before && !(await unlessGone(this.#interaction.editReply(message)))) return
      before = text
    }
  }

  /** Something that only the caller sees, once the answer is given. */
  async add(view: View): Promise<void> {
    await this.#interaction.followUp(hidden(view(this.#words)))
  }

  [Symbol.dispose](): void {
    this.#timer[Symbol.dispose]()
    this.#done.abort()
  }

  async #acknowledge(): Promise<void> {
    const pressed = onMessage(this.#interaction)
    await this.#settled()
    if (pressed !== null && !pressed.deferred) await pressed.deferUpdate()
  }

  async #open({ form }: Opens): Promise<void> {
    const interaction = this.#interaction
    await this.#settled()
    if (interaction.deferred || interaction.isModalSubmit()) {
      throw new SegueError('internal', 'only a first response opens a form, and none a second one')
    }
    await interaction.showModal(form(this.#words))
  }

  async #show({ view, visibility, failed }: Shows): Promise<void> {
    const shown = view(this.#words)
    await this.#settled()
    try {
      if (visibility === 'caller') await this.#toCaller(shown)
      else if (visibility === 'in place') await this.#inPlace(shown)
      else await this.#toEveryone(shown)
    } catch (error) {
      failed?.()
      throw error
    }
  }

  async #toEveryone(shown: Shown): Promise<void> {
    const interaction = this.#interaction
    const message = open(shown)
    if (!interaction.deferred) {
      await interaction.reply(message)
      return
    }
    // Whoever pressed a button keeps the message that holds it.
    const isShown =
      onMessage(interaction) === null && (await unlessGone(interaction.editReply(message)))
    if (!isShown) await interaction.followUp(message)
  }

  async #toCaller(shown: Shown): Promise<void> {
    const interaction = this.#interaction
    const message = hidden(shown)
    if (!interaction.deferred) {
      await interaction.reply(message)
      return
    }
    if (onMessage(interaction) === null) await unlessGone(interaction.deleteReply())
    await interaction.followUp(message)
  }

  async #inPlace(shown: Shown): Promise<void> {
    const pressed = onMessage(this.#interaction)
    if (pressed === null) return await this.#toEveryone(shown)
    const message = open(shown)
    if (carriesFile(shown) && !pressed.deferred) await pressed.deferUpdate()
    // A message that a moderator has deleted needs no change.
    await unlessGone(pressed.deferred ? pressed.editReply(message) : pressed.update(message))
  }

  async #settled(): Promise<void> {
    this.#timer[Symbol.dispose]()
    await this.#deferral
  }
}

/** The interaction, if it came from a message of the bot's, which it can change; null otherwise. */
function onMessage(interaction: Answerable) {
  if (interaction.isMessageComponent()) return interaction
  return interaction.isModalSubmit() && interaction.isFromMessage() ? interaction : null
}

/** False when a moderator has deleted the message. */
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
