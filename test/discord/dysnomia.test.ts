import { expect, test } from 'bun:test'
import { Client, CommandInteraction, Constants } from '@projectdysnomia/dysnomia'
import { LocalDiscord } from './local-discord.ts'

test('unmodified dysnomia logs in, registers a command, defers, answers and follows up', async () => {
  await using discord = await LocalDiscord.start()
  const guild = discord.createGuild('Room')
  const alice = guild.createMember('alice')
  const api = new URL(discord.apiUrl)
  const client = new Client(`Bot ${discord.token}`, {
    gateway: { intents: ['guilds', 'guildVoiceStates', 'guildMessages'] },
    rest: {
      domain: api.hostname,
      port: Number(api.port),
      https: false,
      baseURL: `${api.pathname}/v10`,
    },
  })
  client.on('error', () => undefined)
  client.on('interactionCreate', async (interaction) => {
    if (!(interaction instanceof CommandInteraction)) return
    await interaction.defer(Constants.MessageFlags.EPHEMERAL)
    await interaction.editOriginalMessage({
      content: `playing ${interaction.data.options?.length}`,
    })
    await interaction.createFollowup({ content: 'and more' })
  })
  const ready = new Promise<void>((resolve) => client.once('ready', () => resolve()))
  await client.connect()
  await ready
  try {
    expect(client.guilds.get(guild.id)?.name).toBe('Room')
    await client.bulkEditCommands([
      {
        type: 1,
        name: 'play',
        description: 'Plays',
        options: [{ type: 3, name: 'query', description: 'What', required: true }],
      },
    ])
    await discord.botReady()
    const outcome = await alice.types('/play', 'a song')
    await outcome.settled(({ followUps }) => followUps.length === 1)
    expect(outcome.response).toMatchObject({ content: 'playing 1', ephemeral: true })
    expect(outcome.followUps[0]).toMatchObject({ content: 'and more', ephemeral: false })
    expect(discord.unknownCalls).toEqual([])
  } finally {
    client.disconnect({ reconnect: false })
  }
})
