import { describe, expect, test } from 'bun:test'
import { Events } from 'discord.js'
import { onCommand, Stage } from './discord-js-stage.ts'

/** Unmodified discord.js judges the gateway and the messages of the local Discord. */

describe('gateway and messages, by discord.js', () => {
  test('waits as a 429 demands and comes through', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const guild = discord.createGuild()
    const text = guild.createTextChannel('bots')
    const client = await stage.logIn()
    discord.faults.rest.rateLimitNext('POST /channels/:channel/messages', { retryAfterMs: 700 })
    const channel = await client.channels.fetch(text.id)
    if (!channel?.isSendable()) return expect.unreachable()
    const startedAt = performance.now()
    await channel.send('after the pause')
    // The header counts whole seconds.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(999)
    expect(discord.messages(text).map(({ content }) => content)).toEqual(['after the pause'])
  })

  test('resumes after the socket dropped, and what it missed is replayed', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const guild = discord.createGuild()
    const text = guild.createTextChannel('bots')
    const alice = guild.createMember('alice')
    const client = await stage.logIn(onCommand((interaction) => interaction.reply('still here')))
    const written: string[] = []
    client.on(Events.MessageCreate, ({ id }) => written.push(id))
    discord.gateway.dropConnections()
    const missed = alice.writes(text, 'while you were away')
    const outcome = await alice.types('/play', 'x', { in: text })
    expect(outcome.response?.content).toBe('still here')
    expect(written[0]).toBe(missed.id)
    expect(discord.gateway.counts).toEqual({ identified: 1, refused: 0, resumed: 1 })
  })

  test('resumes when it is asked to reconnect', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    discord.createGuild()
    await stage.logIn()
    discord.gateway.askToReconnect()
    await discord.until(() => discord.gateway.counts.resumed === 1)
    expect(discord.gateway.counts.identified).toBe(1)
  })

  test('identifies anew after an invalid session', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const alice = discord.createGuild().createMember('alice')
    await stage.logIn(onCommand((interaction) => interaction.reply('back')))
    discord.gateway.invalidateSessions()
    // The library keeps 5 s between two Identify, as Discord's max_concurrency of 1 demands.
    await discord.until(() => discord.gateway.counts.identified === 2)
    await discord.botReady()
    expect((await alice.types('/play', 'x')).text).toBe('back')
  }, 15_000)

  test('notices a zombie connection by itself and resumes', async () => {
    await using stage = await Stage.start({ heartbeatIntervalMs: 300 })
    const { discord } = stage
    discord.createGuild()
    await stage.logIn()
    discord.faults.gateway.ignoreHeartbeats = true
    await discord.until(() => discord.gateway.counts.resumed === 1)
    discord.faults.gateway.ignoreHeartbeats = false
    expect(discord.gateway.counts.identified).toBe(1)
  })

  test('learns of channels, members, messages and their end', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const guild = discord.createGuild()
    const client = await stage.logIn()
    const events: string[] = []
    client.on(Events.ChannelCreate, ({ name }) => events.push(`+${name}`))
    client.on(Events.ChannelDelete, (channel) => events.push(`-${channel.id}`))
    client.on(Events.GuildCreate, ({ name }) => events.push(`guild ${name}`))
    const channel = guild.createVoiceChannel('Music')
    guild.deleteChannel(channel)
    discord.createGuild('Second')
    const members = await client.guilds.cache
      .get(guild.id)
      ?.members.fetch({ query: 'al', limit: 5 })
    expect(events).toEqual(['+Music', `-${channel.id}`, 'guild Second'])
    expect(members?.size).toBe(0)
  })

  test('sends, edits, replies to, lists and deletes messages, also direct ones', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const guild = discord.createGuild()
    const text = guild.createTextChannel('bots')
    const alice = guild.createMember('alice')
    const client = await stage.logIn()
    const channel = await client.channels.fetch(text.id)
    if (!channel?.isSendable()) return expect.unreachable()
    const first = await channel.send({ content: 'one', embeds: [{ title: 'Title' }] })
    await first.edit({ content: 'two' })
    await first.reply(`hello <@${alice.id}>`)
    const listed = await channel.messages.fetch({ limit: 10 })
    expect(listed.map(({ content }) => content)).toEqual([`hello <@${alice.id}>`, 'two'])
    await first.delete()
    expect(discord.messages(text).map(({ text, pings }) => [text, pings.users])).toEqual([
      [`hello <@${alice.id}>`, [alice.id]],
    ])
    await (await client.users.fetch(alice.id)).send('between us')
    expect(discord.directMessages(alice).map(({ content }) => content)).toEqual(['between us'])
  })
})
