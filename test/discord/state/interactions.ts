import type { Clock } from '../clock.ts'
import type { GatewayFaults } from '../faults.ts'
import type { Dispatcher } from '../gateway/dispatcher.ts'
import { Intent } from '../gateway/intents.ts'
import { channelPayload, memberPayload } from '../wire/payloads.ts'
import type { Changes } from './changes.ts'
import type { BotAccount } from './directory.ts'
import type { ChannelRecord, Component, GuildRecord, MessageRecord, UserRecord } from './model.ts'
import { permissionsOf } from './permissions.ts'
import { newSnowflake } from './snowflake.ts'

/** Docs: Receiving and Responding, "Interaction Type". */
export const InteractionType = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const
export type InteractionType = (typeof InteractionType)[keyof typeof InteractionType]

/** Docs: Receiving and Responding, "Interaction Callback Type". */
export const CallbackType = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  autocomplete: 8,
  modal: 9,
} as const

/** Time to the first response ("within 3 seconds"). */
export const ACKNOWLEDGE_WITHIN_MS = 3000
/** Life of an interaction's token ("15 minutes"). */
export const TOKEN_LIFE_MS = 15 * 60 * 1000

export interface Modal {
  readonly custom_id: string
  readonly title: string
  readonly components: readonly Component[]
}

export interface Choice {
  readonly name: string
  readonly value: string | number
}

/** What somebody did. */
export interface Deed {
  readonly type: InteractionType
  readonly bot: BotAccount
  readonly user: UserRecord
  /** Of the person's client (docs: Reference, "Locales"). */
  readonly locale: string
  readonly guild: GuildRecord
  readonly channel: ChannelRecord
  /** The command's name; of a component the custom id. */
  readonly name: string
  readonly data: object
  /** The message that holds the component. */
  readonly message: MessageRecord | null
}

/** One interaction from its dispatch to the end of its token; the REST handlers move it on. */
export class Interaction {
  readonly id = newSnowflake()
  readonly token = Buffer.from(`interaction:${this.id}:${crypto.randomUUID()}`).toString(
    'base64url',
  )
  readonly deed: Deed
  /** On the clock of the local Discord. */
  readonly dispatchedAtMs: number
  callback: { readonly type: number; readonly afterMs: number } | null = null
  /** Nobody answered in time; whatever comes now is too late. */
  failed = false
  /** The first response's message, of a component's type 6 and 7 the component's own. */
  original: MessageRecord | null = null
  /** Whether the first response's message was changed since. */
  isUpdated = false
  readonly followUps: MessageRecord[] = []
  modal: Modal | null = null
  choices: readonly Choice[] | null = null
  /** Fails the interaction unless it is disposed in time. */
  deadline: Disposable | null = null

  constructor(deed: Deed, now: number) {
    this.deed = deed
    this.dispatchedAtMs = now
  }

  /** Docs: "Interaction Metadata" of the messages that answer. */
  origin() {
    const { bot, user, name, type } = this.deed
    return {
      author: bot.user,
      applicationId: bot.applicationId,
      type: type === InteractionType.command ? 20 : 0,
      interaction: { id: this.id, type, name, user },
    }
  }
}

/** Sends interactions to their bot and keeps the 3 s and 15 min rules. */
export class Interactions {
  readonly #byId = new Map<string, Interaction>()
  readonly #byToken = new Map<string, Interaction>()
  readonly #clock: Clock
  readonly #changes: Changes
  readonly #dispatcher: Dispatcher
  readonly #faults: GatewayFaults
  readonly #payloadOf: (message: MessageRecord) => object

  constructor(
    clock: Clock,
    changes: Changes,
    dispatcher: Dispatcher,
    faults: GatewayFaults,
    payloadOf: (message: MessageRecord) => object,
  ) {
    this.#clock = clock
    this.#faults = faults
    this.#changes = changes
    this.#dispatcher = dispatcher
    this.#payloadOf = payloadOf
  }

  byId(id: string): Interaction | undefined {
    return this.#byId.get(id)
  }

  byToken(token: string): Interaction | undefined {
    return this.#byToken.get(token)
  }

  isExpired(interaction: Interaction): boolean {
    return this.ageMs(interaction) >= TOKEN_LIFE_MS
  }

  ageMs(interaction: Interaction): number {
    return this.#clock.now() - interaction.dispatchedAtMs
  }

  changed(): void {
    this.#changes.notify()
  }

  /** Takes note of the first response. */
  acknowledge(interaction: Interaction, type: number): void {
    interaction.callback = { type, afterMs: this.ageMs(interaction) }
    interaction.deadline?.[Symbol.dispose]()
    this.#changes.notify()
  }

  close(): void {
    for (const { deadline } of this.#byId.values()) deadline?.[Symbol.dispose]()
  }

  /** Dispatches INTERACTION_CREATE. Every interaction reaches its bot, whatever its intents. */
  dispatch(deed: Deed): Interaction {
    const interaction = new Interaction(deed, this.#clock.now())
    this.#byId.set(interaction.id, interaction)
    this.#byToken.set(interaction.token, interaction)
    interaction.deadline = this.#clock.after(ACKNOWLEDGE_WITHIN_MS, () => {
      // What has arrived by now counts, though a process that stood still hasn't read it yet.
      setImmediate(() => setImmediate(() => this.#endUnanswered(interaction)))
    })
    const data = this.#payload(interaction)
    const { bot, guild } = deed
    const send = () =>
      this.#dispatcher.toBot(bot.user.id, guild.id, Intent.always, 'INTERACTION_CREATE', data)
    const { interactionDelayMs } = this.#faults
    if (interactionDelayMs === 0) send()
    else this.#clock.after(interactionDelayMs, send)
    return interaction
  }

  #endUnanswered(interaction: Interaction): void {
    if (interaction.callback !== null) return
    interaction.failed = true
    this.#changes.notify()
  }

  #payload(interaction: Interaction): object {
    const { bot, user, guild, channel, data, type, message } = interaction.deed
    const member = guild.members.get(user.id)
    if (!member) throw new Error(`${user.username} is not a member of ${guild.name}`)
    return {
      id: interaction.id,
      application_id: bot.applicationId,
      type,
      token: interaction.token,
      version: 1,
      data,
      guild_id: guild.id,
      channel_id: channel.id,
      member: {
        ...memberPayload(member),
        permissions: permissionsOf(guild, user.id, channel).toString(),
      },
      app_permissions: permissionsOf(guild, bot.user.id, channel).toString(),
      entitlements: [],
      authorizing_integration_owners: { 0: guild.id },
      attachment_size_limit: 10 * 1024 * 1024,
      ...(this.#faults.sparseInteractions ? {} : optionalOf(interaction.deed)),
      ...(message ? { message: this.#payloadOf(message) } : {}),
    }
  }
}

/** Discord sends it, and promises nothing. */
function optionalOf({ guild, channel, locale }: Deed): object {
  return {
    guild: { id: guild.id, locale: guild.preferredLocale, features: [] },
    channel: channelPayload(channel),
    locale,
    guild_locale: guild.preferredLocale,
    context: 0,
  }
}
