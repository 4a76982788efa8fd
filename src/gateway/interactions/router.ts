import type { Interaction } from 'discord.js'
import type { Clock } from '../../base/clock.ts'
import { codeOf, type ErrorCode } from '../../base/error.ts'
import { newRequestId } from '../../base/ids.ts'
import type { Events } from '../../observability/events.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { OwnTracksReader } from '../../playlists/own-tracks.ts'
import { errorView } from '../views/error.ts'
import type { View } from '../views/view.ts'
import { wordsFor } from '../words/languages.ts'
import { type AdmissionPorts, admit } from './admission.ts'
import { Answer, type Answerable, hidden } from './answer.ts'
import { ANSWERABLE_MS, type Arrival, type Arrivals } from './arrivals.ts'
import { ownerOf } from './ownership.ts'
import type { Later } from './reply.ts'
import { suggest } from './suggestions.ts'
import { type Handlers, Table } from './table.ts'

export interface RouterPorts extends AdmissionPorts {
  readonly handlers: Handlers
  readonly ownTracks: Pick<OwnTracksReader, 'of'>
  /** False while so many requests are refused that Discord may ban this address. */
  readonly mayAnswer: () => boolean
  readonly arrivals: Arrivals
  /** What whoever typed in that channel is told besides the answer; null: nothing. */
  readonly aside?: (channelId: string) => View | null
  readonly clock: Clock
  readonly log: Log
  readonly events: Events
}

/**
 * Takes an interaction to what it asks for, and back. The one place that catches: whatever is thrown
 * there becomes a sentence that only the caller sees.
 */
export class Router {
  readonly #ports: RouterPorts
  readonly #table: Table
  readonly #underWay = new Set<Promise<void>>()
  readonly #begunMs: number

  constructor(ports: RouterPorts) {
    this.#ports = ports
    this.#begunMs = ports.clock.now()
    this.#table = new Table(ports.handlers)
  }

  /** Never rejects. `arrival` is given for one that was held. */
  async handle(
    interaction: Interaction,
    arrival = this.#ports.arrivals.of(interaction),
  ): Promise<void> {
    if (!this.#ports.mayAnswer()) return
    const handled = this.#handle(interaction, arrival)
    this.#underWay.add(handled)
    await handled
    this.#underWay.delete(handled)
  }

  /** Resolves when all interactions so far are answered. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  async #handle(interaction: Interaction, arrival: Arrival): Promise<void> {
    const { log, clock } = this.#ports
    if (clock.now() - arrival.createdAtMs >= ANSWERABLE_MS) {
      // Discord has told the caller by now that the bot didn't respond; they'll ask again.
      log.info('an interaction came too late to be answered', { guildId: interaction.guildId })
      return
    }
    try {
      const asked = { ...this.#ports, begunMs: this.#begunMs }
      const owner = await ownerOf(interaction, arrival, asked)
      if (owner === 'another process') return
      const isSure = owner === 'this process'
      if (interaction.isAutocomplete()) {
        const command = this.#table.command(interaction.commandName)
        const offer = () => suggest(interaction, command, this.#ports)
        await (isSure ? offer() : this.#unlessAnswered(offer))
      } else if (isAnswerable(interaction)) {
        const code = owner === 'perhaps nobody' ? 'other-process' : 'database-away'
        await (isSure ? this.#answer(interaction, arrival) : this.#excuse(interaction, code))
      }
    } catch (error) {
      log.warn('couldn’t answer a command', reasonOf(error))
    }
  }

  /** For a server that no process is known to play in; if one does, it has answered already. */
  async #excuse(interaction: Answerable, code: ErrorCode): Promise<void> {
    await this.#unlessAnswered(async () => {
      await interaction.reply(hidden(errorView(code)(wordsFor(interaction.locale))))
      const { name } = this.#table.asked(interaction)
      const context = { guildId: interaction.guildId, command: name }
      this.#ports.log.info('command refused', { ...context, code })
    })
  }

  async #unlessAnswered(answer: () => Promise<void>): Promise<void> {
    try {
      await answer()
    } catch (error) {
      this.#ports.log.info('left a command to the process that plays there', reasonOf(error))
    }
  }

  async #answer(interaction: Answerable, { receivedAtMs, createdAtMs }: Arrival): Promise<void> {
    const { clock, log, events, signal } = this.#ports
    const { name, needs, run } = this.#table.asked(interaction)
    const requestId = newRequestId()
    const asked = { requestId, guildId: interaction.guildId }
    const words = wordsFor(interaction.locale)
    using answer = new Answer(interaction, words, clock, createdAtMs, (error) =>
      log.warn('couldn’t tell Discord in time that an answer is coming', {
        ...{ ...asked, command: name },
        ...reasonOf(error),
      }),
    )
    try {
      const call = await admit(interaction, needs, { requestId, receivedAtMs }, this.#ports)
      const reply = await run(call)
      await answer.give(reply)
      events.commandAnswered(name, asked, clock.now() - receivedAtMs)
      if ('view' in reply) await this.#tellAside(answer, interaction)
      if ('view' in reply && reply.later !== undefined) await this.#follow(answer, reply.later)
    } catch (error) {
      const code = signal.aborted ? 'shutting-down' : codeOf(error)
      events.commandRefused(name, asked, code, reasonOf(error))
      await answer.refuse(code)
    }
  }

  /** Never rejects, like `#follow`. */
  async #tellAside(answer: Answer, { channelId }: Answerable): Promise<void> {
    const aside = channelId === null ? null : (this.#ports.aside?.(channelId) ?? null)
    if (aside === null) return
    try {
      await answer.add(aside)
    } catch (error) {
      this.#ports.log.info('couldn’t add to an answer', reasonOf(error))
    }
  }

  /** Never rejects: what's asked for is done, and only the telling goes wrong. */
  async #follow(answer: Answer, later: Later): Promise<void> {
    const { clock, log, signal } = this.#ports
    try {
      await answer.follow(later, clock, signal)
    } catch (error) {
      log.info('couldn’t change an answer', reasonOf(error))
    }
  }
}

/** Whether the interaction is of a kind that the table knows. */
function isAnswerable(interaction: Interaction): interaction is Interaction & Answerable {
  return (
    interaction.isChatInputCommand() ||
    interaction.isContextMenuCommand() ||
    interaction.isMessageComponent() ||
    interaction.isModalSubmit()
  )
}
