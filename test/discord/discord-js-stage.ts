import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
} from 'discord.js'
import { LocalDiscord, type LocalDiscordOptions } from './local-discord.ts'

const PLAY = {
  name: 'play',
  description: 'Plays',
  options: [
    {
      name: 'query',
      description: 'What to play',
      type: ApplicationCommandOptionType.String,
      autocomplete: true,
    },
    { name: 'file', description: 'A file', type: ApplicationCommandOptionType.Attachment },
  ],
} as const

/** A local Discord, and unmodified discord.js clients that log in to it; disposed together. */
export class Stage implements AsyncDisposable {
  readonly discord: LocalDiscord
  readonly #clients: Client[] = []

  static async start(options: LocalDiscordOptions = {}): Promise<Stage> {
    return new Stage(await LocalDiscord.start(options))
  }

  private constructor(discord: LocalDiscord) {
    this.discord = discord
  }

  /** Logged in and ready, with the command `/play` registered. */
  async logIn(onInteraction: (interaction: Interaction) => unknown = () => undefined) {
    const client = new Client({
      intents: [
        GatewayIntentBits.Guilds,
        GatewayIntentBits.GuildVoiceStates,
        GatewayIntentBits.GuildMessages,
      ],
      rest: { api: this.discord.apiUrl, version: '10' },
    })
    this.#clients.push(client)
    client.on(Events.InteractionCreate, onInteraction)
    client.on(Events.Error, () => undefined)
    const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve))
    await client.login(this.discord.token)
    const readyClient = await ready
    await readyClient.application.commands.set([{ ...PLAY, options: [...PLAY.options] }])
    return readyClient
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) await client.destroy()
    await this.discord[Symbol.asyncDispose]()
  }
}

export const onCommand =
  (run: (interaction: ChatInputCommandInteraction) => Promise<unknown>) =>
  async (interaction: Interaction) => {
    if (interaction.isChatInputCommand()) await run(interaction)
  }
