import { ComponentType } from '../rest/component-form.ts'
import { CommandType } from '../state/commands.ts'
import { type Choice, type Deed, type Interaction, InteractionType } from '../state/interactions.ts'
import {
  type ChannelRecord,
  type Component,
  type GuildRecord,
  isVoice,
  type MessageRecord,
  type UserRecord,
} from '../state/model.ts'
import { may, Permission } from '../state/permissions.ts'
import type { World } from '../state/world.ts'
import { Ear, type EarOptions } from '../voice/ear.ts'
import { checkSelection, filledForm, SELECT_TYPES, usableComponent } from './components.ts'
import { menuData } from './context-menu.ts'
import { type Message, messageView } from './message.ts'
import { ClientRefusal, InteractionOutcome } from './outcome.ts'
import {
  commandData,
  fileOption,
  type LocalFile,
  mainOption,
  type OptionValues,
} from './typed-command.ts'
import { type Visible, visibleCommand } from './visible-command.ts'

/** Where a person acts, by default in the server's first text channel. */
export interface TypeOptions {
  readonly in?: { readonly id: string }
  /** Attached to the command's first file option. */
  readonly file?: LocalFile
}

/** A person in a server, with a client of their own: refuses what a Discord client refuses. */
export class Member {
  readonly id: string
  readonly name: string
  readonly #world: World
  readonly #guild: GuildRecord
  readonly #user: UserRecord
  readonly #locale: string
  readonly #ca: string
  readonly #ears: Ear[] = []
  #keep: NonNullable<EarOptions['keep']> = 'frames'

  constructor(world: World, guild: GuildRecord, user: UserRecord, locale: string, ca: string) {
    this.id = user.id
    this.name = user.username
    this.#world = world
    this.#guild = guild
    this.#user = user
    this.#locale = locale
    this.#ca = ca
  }

  get voiceChannelId(): string | null {
    return this.#guild.voiceStates.get(this.id)?.channelId ?? null
  }

  /**
   * Joins or moves. With `listen` false only the voice state exists, which costs nothing, but then
   * nobody is there for the bot to encrypt to. `keep: 'counts'` listens without keeping frames. `deaf`:
   * with the headphones crossed out.
   */
  async joins(
    channel: { readonly id: string },
    {
      listen = true,
      deaf = false,
      keep = 'frames',
    }: { listen?: boolean; deaf?: boolean } & EarOptions = {},
  ): Promise<void> {
    const target = this.#guild.channels.get(channel.id)
    if (!target || !isVoice(target)) throw new ClientRefusal('not a voice channel')
    await this.#closeEar()
    const result = this.#world.voice.join(this.#guild, target, {
      userId: this.id,
      sessionId: crypto.randomUUID().replaceAll('-', ''),
      ownerSession: null,
      selfMute: false,
      selfDeaf: deaf,
    })
    if (result === 'forbidden') throw new ClientRefusal(`${this.name} may not join ${target.name}`)
    if (result === 'full') throw new ClientRefusal(`${target.name} is full`)
    this.#keep = keep
    if (listen) await this.#listen()
  }

  async leaves(): Promise<void> {
    this.#world.voice.leave(this.#guild, this.id)
    await this.#closeEar()
  }

  /** What this person hears now; of earlier channels and voice servers see `ears`. */
  hears(): Ear {
    const ear = this.#ears.at(-1)
    if (!ear) throw new Error(`${this.name} listens to nothing`)
    return ear
  }

  /** One for each stay in a channel on one voice server, oldest first. */
  get ears(): readonly Ear[] {
    return this.#ears
  }

  /**
   * Types a slash command; resolves at its first response, rejects with NotAcknowledged after 3 s and
   * with ClientRefusal for what a client would not send.
   * `values`: by option name, or the text of the main option. A subcommand follows the command's name:
   * `/filters preset`.
   */
  async types(
    line: string,
    values: OptionValues | string = {},
    options: TypeOptions = {},
  ): Promise<InteractionOutcome> {
    const { bot, command, path } = this.#command(line)
    const channel = this.#textChannel(options.in?.id)
    const entered: OptionValues =
      typeof values === 'string' ? { [mainOption(command, path)]: values } : values
    const withFile = options.file
      ? { ...entered, [fileOption(command, path)]: options.file }
      : entered
    const data = commandData(command, path, withFile, this.#place(channel))
    return await this.#outcome({
      type: InteractionType.command,
      bot,
      channel,
      name: command.name,
      data,
    })
  }

  /** What is offered while the person types into an option; `values` are the options already filled. */
  async completes(
    line: string,
    option: string,
    text: string,
    values: OptionValues = {},
    options: TypeOptions = {},
  ): Promise<readonly Choice[]> {
    const { bot, command, path } = this.#command(line)
    const channel = this.#textChannel(options.in?.id)
    const entered = { ...values, [option]: text }
    const data = commandData(command, path, entered, this.#place(channel), option)
    const name = command.name
    const interaction = this.#dispatch({
      type: InteractionType.autocomplete,
      bot,
      channel,
      name,
      data,
    })
    await new InteractionOutcome(interaction, this.#world.changes).acknowledged()
    return interaction.choices ?? []
  }

  /** Chooses an entry of the context menu of a message, or of a person. */
  async picks(entry: string, on: Message | Member): Promise<InteractionOutcome> {
    const isPerson = on instanceof Member
    const type = isPerson ? CommandType.user : CommandType.message
    const { bot, command } = this.#visible(entry, type)
    const target = isPerson ? this.#guild.members.get(on.id) : this.#world.messages.byId.get(on.id)
    if (!target || ('deleted' in target && target.deleted)) throw new ClientRefusal('it is gone')
    const channel = this.#textChannel('channelId' in target ? target.channelId : undefined)
    const data = menuData(command, target, (message) => this.#world.messages.payload(message))
    const name = command.name
    return await this.#outcome({ type: InteractionType.command, bot, channel, name, data })
  }

  /** Presses a button of a message, ephemeral ones of the person's own answers included. */
  async presses(message: Message, customId: string): Promise<InteractionOutcome> {
    const { record, component } = this.#usable(message, customId, [ComponentType.button])
    return await this.#useComponent(record, component, {})
  }

  /** Chooses in a menu: values of a text menu, ids in the others. */
  async selects(
    message: Message,
    customId: string,
    ...values: string[]
  ): Promise<InteractionOutcome> {
    const { record, component } = this.#usable(message, customId, SELECT_TYPES)
    checkSelection(component, values)
    return await this.#useComponent(record, component, { values })
  }

  /** Chooses in the menu of a message as it was: this client hasn't heard of the change yet. */
  async selectsStale(
    seen: Message,
    customId: string,
    ...values: string[]
  ): Promise<InteractionOutcome> {
    const record = this.#world.messages.byId.get(seen.id)
    if (!record || record.deleted) throw new ClientRefusal('the message is gone')
    const component = usableComponent(seen.components, customId, SELECT_TYPES)
    checkSelection(component, values)
    return await this.#useComponent(record, component, { values })
  }

  /** Fills in and sends the form that `opened` shows; fields by custom id. */
  async submits(
    opened: InteractionOutcome,
    fields: Readonly<Record<string, string>>,
  ): Promise<InteractionOutcome> {
    const { modal } = opened
    const interaction = this.#world.interactions.byId(opened.interactionId)
    if (!modal || !interaction) throw new ClientRefusal('there is no form to send')
    const { bot, channel, message } = interaction.deed
    return await this.#outcome({
      type: InteractionType.modal,
      bot,
      channel,
      name: modal.custom_id,
      message,
      data: {
        custom_id: modal.custom_id,
        components: filledForm(modal, fields),
      },
    })
  }

  /** Writes an ordinary message. */
  writes(channel: { readonly id: string }, content: string, files: LocalFile[] = []): Message {
    const target = this.#textChannel(channel.id)
    if (!may(this.#guild, this.id, target, Permission.sendMessages)) {
      throw new ClientRefusal(`${this.name} may not write in ${target.name}`)
    }
    const draft = {
      content,
      files: files.map((file) => ({ contentType: '', description: null, ...file })),
      flags: 0,
      allowedMentions: null,
      replyTo: null,
    }
    const origin = { author: this.#user, applicationId: null, type: 0, interaction: null }
    return messageView(this.#world.messages.create(target, draft, origin))
  }

  /** Follows a voice server that moved; the local Discord calls it. */
  async reconnects(): Promise<void> {
    if (this.#ears.length === 0 || this.voiceChannelId === null) return
    await this.#closeEar()
    await this.#listen()
  }

  async disconnects(): Promise<void> {
    await this.#closeEar()
  }

  async #listen(): Promise<void> {
    const state = this.#guild.voiceStates.get(this.id)
    if (!state) throw new Error(`${this.name} is in no voice channel`)
    const { endpoint } = this.#world.voice.serverOf(this.#guild)
    const seat = this.#world.voice.seatOf(this.#guild, state)
    this.#ears.push(await Ear.connect({ ...seat, endpoint, ca: this.#ca }, { keep: this.#keep }))
  }

  async #closeEar(): Promise<void> {
    await this.#ears.at(-1)?.[Symbol.asyncDispose]()
  }

  #command(line: string): Visible & { path: string[] } {
    const [name = '', ...path] = line.trim().replace(/^\//, '').split(/\s+/)
    return { ...this.#visible(name, CommandType.slash), path }
  }

  #visible(name: string, type: CommandType): Visible {
    const sees = { userId: this.id, name: this.name, locale: this.#locale }
    return visibleCommand(this.#world, this.#guild, sees, name, type)
  }

  #textChannel(id?: string): ChannelRecord {
    const channels = [...this.#guild.channels.values()]
    const channel = id ? this.#guild.channels.get(id) : channels.find((one) => !isVoice(one))
    if (!channel) throw new ClientRefusal('there is no such channel')
    if (!may(this.#guild, this.id, channel)) {
      throw new ClientRefusal(`${this.name} does not see ${channel.name}`)
    }
    return channel
  }

  #place(channel: ChannelRecord) {
    const upload = (file: LocalFile) => this.#world.files.add(channel.id, file, true)
    return { guild: this.#guild, channel, upload }
  }

  #usable(message: Message, customId: string, types: readonly number[]) {
    const record = this.#world.messages.byId.get(message.id)
    if (!record || record.deleted) throw new ClientRefusal('the message is gone')
    return { record, component: usableComponent(record.components, customId, types) }
  }

  async #useComponent(
    record: MessageRecord,
    component: Component,
    data: object,
  ): Promise<InteractionOutcome> {
    const channel = this.#guild.channels.get(record.channelId)
    const bot = this.#world.directory.botOf(record.author.id)
    if (!channel || !bot) throw new ClientRefusal('the message is not one of a bot here')
    return await this.#outcome({
      type: InteractionType.component,
      bot,
      channel,
      name: component.custom_id ?? '',
      message: record,
      data: { custom_id: component.custom_id, component_type: component.type, ...data },
    })
  }

  async #outcome(deed: OwnDeed): Promise<InteractionOutcome> {
    return await new InteractionOutcome(this.#dispatch(deed), this.#world.changes).acknowledged()
  }

  #dispatch(deed: OwnDeed): Interaction {
    const place = { user: this.#user, locale: this.#locale, guild: this.#guild, message: null }
    return this.#world.interactions.dispatch({ ...place, ...deed })
  }
}

/** What the person does, less who and where. */
type OwnDeed = Pick<Deed, 'type' | 'bot' | 'channel' | 'name' | 'data'> & Partial<Deed>
