import { afterEach, describe, expect, test } from 'bun:test'
import {
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
  Client,
  Events,
  GatewayIntentBits,
  type Interaction,
  MessageFlags,
} from 'discord.js'
import { LocalDiscord } from './local-discord.ts'

/** Unmodified discord.js judges REST, gateway and interactions of the local Discord. */

const COMMANDS = [
  {
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
  },
] as const

const cleanUp: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const task of cleanUp.splice(0).reverse()) await task()
})

async function startDiscord(
  options: Parameters<typeof LocalDiscord.start>[0] = {},
): Promise<LocalDiscord> {
  const discord = await LocalDiscord.start(options)
  cleanUp.push(() => discord[Symbol.asyncDispose]())
  return discord
}

async function logIn(
  discord: LocalDiscord,
  onInteraction: (interaction: Interaction) => unknown = () => undefined,
): Promise<Client<true>> {
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildVoiceStates,
      GatewayIntentBits.GuildMessages,
    ],
    rest: { api: discord.apiUrl, version: '10' },
  })
  client.on(Events.InteractionCreate, onInteraction)
  client.on(Events.Error, () => undefined)
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve))
  await client.login(discord.token)
  cleanUp.push(() => client.destroy())
  const readyClient = await ready
  await readyClient.application.commands.set([...COMMANDS])
  return readyClient
}

const onCommand =
  (run: (interaction: ChatInputCommandInteraction) => Promise<unknown>) =>
  async (interaction: Interaction) => {
    if (interaction.isChatInputCommand()) await run(interaction)
  }

describe('discord.js', () => {
  test('logs in, sees the server, registers commands and answers one', async () => {
    const discord = await startDiscord()
    const guild = discord.createGuild('Room')
    guild.createVoiceChannel('Music', { bitrate: 96_000 })
    const alice = guild.createMember('alice')
    const client = await logIn(
      discord,
      onCommand((interaction) =>
        interaction.reply(
          `${interaction.user.username}: ${interaction.options.getString('query')}`,
        ),
      ),
    )
    expect(client.guilds.cache.get(guild.id)?.channels.cache.map(({ name }) => name)).toEqual([
      'general',
      'Music',
    ])
    const outcome = await alice.types('/play', 'a song')
    expect(outcome.response?.content).toBe('alice: a song')
    expect(outcome.response?.ephemeral).toBe(false)
    expect(outcome.acknowledgedAfterMs).toBeLessThan(3000)
    expect(discord.unknownCalls).toEqual([])
  })

  test('a deferred answer decides who sees it, whatever the follow-up asks for', async () => {
    const discord = await startDiscord()
    const alice = discord.createGuild().createMember('alice')
    await logIn(
      discord,
      onCommand(async (interaction) => {
        await interaction.deferReply({ flags: MessageFlags.Ephemeral })
        await interaction.followUp({ content: 'first' })
        await interaction.followUp({ content: 'second' })
        await interaction.editReply({ content: 'first, edited' })
      }),
    )
    const outcome = await alice.types('/play', 'x')
    await outcome.settled(({ response }) => response?.content === 'first, edited')
    expect(outcome.response?.ephemeral).toBe(true)
    expect(outcome.followUps.map(({ content, ephemeral }) => [content, ephemeral])).toEqual([
      ['second', false],
    ])
  })
})
