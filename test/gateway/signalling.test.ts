import { expect, test } from 'bun:test'
import { channelId, guildId } from '../../src/base/ids.ts'
import type { OwnVoiceState, VoiceServerAssignment } from '../../src/domain/voice.ts'
import { GatewaySignalling } from '../../src/gateway/signalling.ts'
import { until } from '../discord/until.ts'
import { LocalBot } from './local-bot.ts'

test('a request to join brings the bot’s own state and a voice server, and no other member’s state', async () => {
  await using bot = await LocalBot.start()
  const { guild, discord } = bot
  const lounge = guild.createVoiceChannel('lounge')
  const signalling = new GatewaySignalling(bot.client)
  const states: OwnVoiceState[] = []
  const servers: VoiceServerAssignment[] = []
  using _states = signalling.onState((state) => states.push(state))
  using _servers = signalling.onServer((server) => servers.push(server))

  await guild.createMember('alice').joins(lounge, { listen: false })
  const request = {
    guild_id: guildId(guild.id),
    channel_id: channelId(lounge.id),
    self_mute: false,
    self_deaf: true,
  }
  expect(signalling.send(request)).toBe(true)
  await until(() => servers.length > 0 && states.length > 0)

  expect(states).toHaveLength(1)
  expect(states[0]).toMatchObject({
    guild_id: guildId(guild.id),
    channel_id: channelId(lounge.id),
    user_id: signalling.selfId,
    self_deaf: true,
  })
  expect(servers[0]?.endpoint).toBe(discord.voice.endpoint)

  expect(signalling.send({ ...request, channel_id: null })).toBe(true)
  await guild.whenBotIsIn(null)
})

test('nothing is sent, and that is told, while the gateway is away', async () => {
  await using bot = await LocalBot.start()
  const signalling = new GatewaySignalling(bot.client)
  await bot.client.destroy()
  const request = {
    guild_id: guildId(bot.guild.id),
    channel_id: null,
    self_mute: false,
    self_deaf: true,
  }
  expect(signalling.send(request)).toBe(false)
})

test('a listener that was disposed of hears nothing more', async () => {
  await using bot = await LocalBot.start()
  const lounge = bot.guild.createVoiceChannel('lounge')
  const signalling = new GatewaySignalling(bot.client)
  let heard = 0
  let kept = 0
  signalling.onState(() => heard++)[Symbol.dispose]()
  using _kept = signalling.onState(() => kept++)
  signalling.send({
    guild_id: guildId(bot.guild.id),
    channel_id: channelId(lounge.id),
    self_mute: false,
    self_deaf: true,
  })
  await until(() => kept > 0)
  expect(heard).toBe(0)
})
