import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOptionResolver,
  type Interaction,
  PermissionFlagsBits,
} from 'discord.js'
import type { Clock } from '../../base/clock.ts'
import { codeOf, SegueError } from '../../base/error.ts'
import { type ChannelId, channelId, guildId, newRequestId, roleId, userId } from '../../base/ids.ts'
import { shorten } from '../../base/one-line.ts'
import type { MemberRequest } from '../../domain/command.ts'
import { permit } from '../../domain/policy/decide.ts'
import type { Events } from '../../observability/events.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { Players } from '../../player/players.ts'
import type { Library, Suggestion } from '../../player/ports.ts'
import type { CommandCall, Options, SlashCommand } from '../commands/command.ts'
import type { Reply } from '../commands/reply.ts'
import { errorView } from '../views/error.ts'
import { voiceChannelOf } from '../voice-access.ts'
import { wordsFor } from '../words/languages.ts'
import { Answer, DEFER_AFTER_MS, hidden } from './answer.ts'
import { ANSWERABLE_MS, type Arrival, type Arrivals } from './arrivals.ts'

/** Discord's limits for a list of choices: how many, and characters in each. */
const CHOICES = 25
const CHOICE_LENGTH = 100

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

type Owner = 'this process' | 'another process' | 'unknown'

/** How many commands one member may send; people who type fast stay well below. */
const COMMANDS_AT_ONCE = 20
const COMMANDS_WINDOW_MS = 10_000

/** At most `limit` a window, per key. */
export interface RateLimit {
  take(key: string, limit: number, windowMs: number): Promise<{ readonly allowed: boolean }>
}

export interface RouterPorts {
  readonly commands: readonly SlashCommand[]
  readonly players: Players
  readonly library: Library
  readonly rateLimit: RateLimit
  /** False while so many requests are refused that Discord may ban this address. */
  readonly mayAnswer: () => boolean
  readonly arrivals: Arrivals
  readonly clock: Clock
  readonly log: Log
  readonly events: Events
  /** Aborts when the bot shuts down. */
  readonly signal: AbortSignal
}

/**
 * Takes an interaction to its command and back. The one place that catches: whatever a command
 * throws becomes a sentence that only the caller sees.
 */
export class Router {
  readonly #ports: RouterPorts
  readonly #commands: ReadonlyMap<string, SlashCommand>
  readonly #underWay = new Set<Promise<void>>()

  constructor(ports: RouterPorts) {
    this.#ports = ports
    this.#commands = new Map(ports.commands.map((command) => [command.form.name, command]))
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
    const { log } = this.#ports
    if (this.#ageMs(arrival) >= ANSWERABLE_MS) {
      // Discord has told the caller by now that the bot didn't respond; they'll ask again.
      log.info('an interaction came too late to be answered', { guildId: interaction.guildId })
      return
    }
    try {
      const owner = await this.#ownerOf(interaction, arrival)
      if (interaction.isAutocomplete()) {
        if (owner === 'this process') await this.#suggest(interaction)
        if (owner === 'unknown') await this.#unlessAnswered(() => this.#suggest(interaction))
      }
      if (!interaction.isChatInputCommand()) return
      if (owner === 'this process') await this.#command(interaction, arrival)
      if (owner === 'unknown') await this.#excuse(interaction)
    } catch (error) {
      log.warn('couldn’t answer a command', reasonOf(error))
    }
  }

  /**
   * Every process of this bot gets every interaction, and the one that plays in the server answers.
   * Without the database this process can't know whether another one plays there, unless it does so
   * itself; otherwise it gives the other one time to answer first.
   */
  async #ownerOf(interaction: Interaction, arrival: Arrival): Promise<Owner> {
    const { players, clock } = this.#ports
    const { guildId: id } = interaction
    if (id === null) return 'this process'
    const unsure = Promise.withResolvers<Owner>()
    const unsureMs = interaction.isAutocomplete() ? UNSURE_TO_SUGGEST_MS : UNSURE_MS
    const ageMs = this.#ageMs(arrival)
    const leastMs = Math.min(ASKING_MS, LAST_ANSWER_MS - ageMs)
    const leftMs = Math.max(unsureMs - ageMs, leastMs, 0)
    using _late = clock.after(leftMs, () => unsure.resolve('unknown'))
    const claimed = players.claim(guildId(id)).then(
      (ours): Owner => (ours ? 'this process' : 'another process'),
      () => unsure.promise,
    )
    return await Promise.race([claimed, unsure.promise])
  }

  #ageMs({ createdAtMs }: Arrival): number {
    return this.#ports.clock.now() - createdAtMs
  }

  /** For a server that no process is known to play in; if one does, it has answered already. */
  async #excuse(interaction: ChatInputCommandInteraction): Promise<void> {
    await this.#unlessAnswered(async () => {
      const view = errorView('database-away')
      await interaction.reply(hidden(view(wordsFor(interaction.locale))))
      const { commandName, guildId: id } = interaction
      const context = { guildId: id, command: commandName }
      this.#ports.log.info('command refused', { ...context, code: 'database-away' })
    })
  }

  async #unlessAnswered(answer: () => Promise<void>): Promise<void> {
    try {
      await answer()
    } catch (error) {
      this.#ports.log.info('left a command to the process that plays there', reasonOf(error))
    }
  }

  async #suggest(interaction: AutocompleteInteraction): Promise<void> {
    const command = this.#commands.get(interaction.commandName)
    await interaction.respond(await this.#choices(command, interaction.options.getFocused()))
  }

  async #choices(command: SlashCommand | undefined, text: string): Promise<Suggestion[]> {
    try {
      const suggestions = (await command?.suggest?.(text, this.#ports.library)) ?? []
      return suggestions
        .filter(({ name, value }) => name !== '' && value.length <= CHOICE_LENGTH)
        .slice(0, CHOICES)
        .map(({ name, value }) => ({ name: shorten(name, CHOICE_LENGTH), value }))
    } catch (error) {
      this.#ports.log.warn('couldn’t make suggestions', reasonOf(error))
      return []
    }
  }

  async #command(
    interaction: ChatInputCommandInteraction,
    { receivedAtMs, createdAtMs }: Arrival,
  ): Promise<void> {
    const { clock, log, events } = this.#ports
    const requestId = newRequestId()
    const asked = { requestId, guildId: interaction.guildId }
    const context = { ...asked, command: interaction.commandName }
    const words = wordsFor(interaction.locale)
    using answer = new Answer(interaction, words, clock, createdAtMs, (error) =>
      log.warn('couldn’t tell Discord in time that an answer is coming', {
        ...context,
        ...reasonOf(error),
      }),
    )
    try {
      await answer.show(await this.#run(interaction, { requestId, receivedAtMs }))
      events.commandAnswered(interaction.commandName, asked, clock.now() - receivedAtMs)
    } catch (error) {
      const code = this.#ports.signal.aborted ? 'shutting-down' : codeOf(error)
      events.commandRefused(interaction.commandName, asked, code, reasonOf(error))
      await answer.refuse(code)
    }
  }

  async #run(
    interaction: ChatInputCommandInteraction,
    since: Pick<MemberRequest, 'requestId' | 'receivedAtMs'>,
  ): Promise<Reply> {
    if (!interaction.inGuild()) throw new SegueError('server-only')
    // A server may have the commands without the bot, since they can be installed separately.
    if (!interaction.inCachedGuild()) throw new SegueError('unknown-server')
    const command = this.#commands.get(interaction.commandName)
    if (command === undefined) throw new SegueError('internal', 'unknown command')
    const { guild, user } = interaction
    const { players, library, rateLimit, signal } = this.#ports
    if (signal.aborted) throw new SegueError('shutting-down')
    const who = `command:${guild.id}:${user.id}`
    const { allowed } = await rateLimit.take(who, COMMANDS_AT_ONCE, COMMANDS_WINDOW_MS)
    if (!allowed) throw new SegueError('slow-down')
    const request = (): MemberRequest => {
      const voice = guild.voiceStates.cache.get(user.id)?.channelId ?? null
      // During an outage nobody knows who is in which channel.
      if (voice === null && !guild.available) throw new SegueError('server-away')
      const voiceChannelId = voice === null ? null : channelId(voice)
      const textChannelId = textChannelOf(interaction)
      const manages = interaction.memberPermissions.has(PermissionFlagsBits.ManageGuild)
      return {
        ...since,
        actor: {
          kind: 'member',
          userId: userId(user.id),
          roleIds: [...interaction.member.roles.cache.keys()].map(roleId),
          permissions: manages ? ['manage-server'] : [],
          voiceChannelId,
          textChannelId,
        },
      }
    }
    request() // refuses during an outage, whatever the command needs
    const id = guildId(guild.id)
    if (!(await players.open(id))) throw new SegueError('other-process')
    const voiceChannel: CommandCall['voiceChannel'] = () => {
      // A member who may not call the bot away is told that, and not what the other channel lacks.
      permit('call', request().actor, players.state(id))
      return voiceChannelOf(guild, user.id)
    }
    const options = optionsOf(interaction.options)
    return await command.run({
      guildId: id,
      request,
      options,
      players,
      library,
      voiceChannel,
      signal,
    })
  }
}

/**
 * Discord may leave the channel out (Interaction Structure), and discord.js takes it from nowhere
 * else.
 */
function textChannelOf({ channelId: id }: { channelId: string | null }): ChannelId | null {
  return id === null ? null : channelId(id)
}

type Given = Pick<
  CommandInteractionOptionResolver,
  'getString' | 'getInteger' | 'getBoolean' | 'getAttachment'
>

function optionsOf(given: Given): Options {
  return {
    text: (name) => given.getString(name),
    integer: (name) => given.getInteger(name),
    flag: (name) => given.getBoolean(name) ?? false,
    file: (name) => {
      const file = given.getAttachment(name)
      return file && { name: file.name, url: file.url, sizeBytes: file.size }
    },
  }
}
