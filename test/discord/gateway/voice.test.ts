import { describe, expect, test } from 'bun:test'
import type { BotAccount, LocalDiscord } from '../local-discord.ts'
import { GatewayStage } from './bare-client.ts'

const stage = GatewayStage.set()

describe('voice', () => {
  const join = (guildId: string, channelId: string | null) => ({
    guild_id: guildId,
    channel_id: channelId,
    self_mute: false,
    self_deaf: true,
  })

  test('a join tells the state and the server; each move brings a new token', async () => {
    const guild = stage.discord.createGuild()
    const [one, two] = [guild.createVoiceChannel('one'), guild.createVoiceChannel('two')]
    const socket = await stage.identified()
    const sessionId = (await socket.packet('READY')).d.session_id
    socket.send(4, join(guild.id, one.id))
    expect((await socket.packet('VOICE_STATE_UPDATE')).d).toMatchObject({
      user_id: stage.discord.botUserId,
      channel_id: one.id,
      session_id: sessionId,
      self_deaf: true,
      suppress: false,
    })
    const first = await socket.packet('VOICE_SERVER_UPDATE')
    expect(first.d.endpoint).toBe(stage.discord.voice.endpoint)
    const from = socket.packets.length
    guild.dragBot(two)
    expect((await socket.packet('VOICE_STATE_UPDATE', from)).d).toMatchObject({
      channel_id: two.id,
    })
    const second = await socket.packet('VOICE_SERVER_UPDATE', from)
    expect(second.d.token).not.toBe(first.d.token)
    expect(guild.botVoiceChannel?.id).toBe(two.id)
    const then = socket.packets.length
    guild.kickBotFromVoice()
    expect((await socket.packet('VOICE_STATE_UPDATE', then)).d).toMatchObject({ channel_id: null })
  })

  test('asking again for the same channel issues a new token, changing a flag does not', async () => {
    const guild = stage.discord.createGuild()
    const channel = guild.createVoiceChannel('Music')
    const socket = await stage.identified()
    socket.send(4, join(guild.id, channel.id))
    await socket.packet('VOICE_SERVER_UPDATE')
    let from = socket.packets.length
    socket.send(4, { ...join(guild.id, channel.id), self_mute: true })
    await socket.settled()
    expect(socket.packets.slice(from).map(({ t }) => t)).toEqual(['VOICE_STATE_UPDATE', null])
    from = socket.packets.length
    socket.send(4, { ...join(guild.id, channel.id), self_mute: true })
    await socket.packet('VOICE_SERVER_UPDATE', from)
  })

  const silent: [string, (guild: ReturnType<LocalDiscord['createGuild']>) => Promise<string>][] = [
    [
      'a full channel',
      async (guild) => {
        const channel = guild.createVoiceChannel('Music', { userLimit: 1 })
        await guild.createMember('alice').joins(channel, { listen: false })
        return channel.id
      },
    ],
    [
      'no permission to connect',
      async (guild) => {
        const channel = guild.createVoiceChannel('Music')
        guild.setBotPermissions(channel, { connect: false })
        return channel.id
      },
    ],
    [
      'no permission to view',
      async (guild) => {
        const channel = guild.createVoiceChannel('Music')
        guild.setBotPermissions(channel, { view: false })
        return channel.id
      },
    ],
  ]

  test.each(silent)('%s brings no answer at all', async (_name, prepare) => {
    const guild = stage.discord.createGuild()
    const channelId = await prepare(guild)
    const socket = await stage.identified()
    await socket.packet('GUILD_CREATE')
    const from = socket.packets.length
    socket.send(4, join(guild.id, channelId))
    await socket.settled()
    expect(socket.packets.slice(from).map(({ op }) => op)).toEqual([11])
    expect(guild.botVoiceChannel).toBeNull()
  })

  test('a stage puts the bot into the audience until a moderator lets it speak', async () => {
    const guild = stage.discord.createGuild()
    const podium = guild.createVoiceChannel('Stage', { stage: true })
    const socket = await stage.identified()
    socket.send(4, join(guild.id, podium.id))
    expect((await socket.packet('VOICE_STATE_UPDATE')).d).toMatchObject({ suppress: true })
    const ask = async (body: object) =>
      (
        await fetch(`${stage.discord.apiUrl}/v10/guilds/${guild.id}/voice-states/@me`, {
          method: 'PATCH',
          headers: { authorization: `Bot ${stage.discord.token}` },
          body: JSON.stringify({ channel_id: podium.id, ...body }),
        })
      ).status
    expect(await ask({ suppress: false })).toBe(403)
    expect(await ask({ request_to_speak_timestamp: '2026-01-01T00:00:00Z' })).toBe(204)
    expect(guild.botAsksToSpeakSince).toBe('2026-01-01T00:00:00Z')
    guild.letBotSpeak()
    expect(guild.isBotSuppressed).toBe(false)
    expect(guild.botAsksToSpeakSince).toBeNull()
    guild.setBotPermissions(podium, { muteMembers: true })
    expect(await ask({ suppress: true })).toBe(204)
    expect(await ask({ suppress: false })).toBe(204)
  })

  test('ends with the session that held it, and with its channel', async () => {
    const guild = stage.discord.createGuild()
    const channel = guild.createVoiceChannel('Music')
    const socket = await stage.identified()
    socket.send(4, join(guild.id, channel.id))
    await guild.whenBotIsIn(channel)
    stage.discord.gateway.dropConnections()
    expect(guild.botVoiceChannel?.id).toBe(channel.id)
    const again = await stage.identified()
    expect(guild.botVoiceChannel).toBeNull()
    again.send(4, join(guild.id, channel.id))
    await guild.whenBotIsIn(channel)
    guild.deleteChannel(channel)
    expect(guild.botVoiceChannel).toBeNull()
  })

  test('several bots share a channel, each told of the other', async () => {
    const guild = stage.discord.createGuild()
    const channel = guild.createVoiceChannel('Music')
    const other: BotAccount = stage.discord.createBot('other')
    guild.invite(other)
    const [one, two] = [await stage.identified(), await stage.identified({ token: other.token })]
    one.send(4, join(guild.id, channel.id))
    await guild.whenBotIsIn(channel)
    two.send(4, join(guild.id, channel.id))
    await guild.whenBotIsIn(channel, { bot: other })
    await one.settled()
    const users = one.packets.flatMap(({ t, d }) =>
      t === 'VOICE_STATE_UPDATE' ? [(d as unknown as { user_id: string }).user_id] : [],
    )
    expect(users).toEqual([stage.discord.botUserId, other.user.id])
    expect(one.events().filter((event) => event === 'VOICE_SERVER_UPDATE')).toHaveLength(1)
  })

  test('the server may be missing, and moved, when a test plans it', async () => {
    const guild = stage.discord.createGuild()
    const channel = guild.createVoiceChannel('Music')
    const socket = await stage.identified()
    stage.discord.faults.gateway.noVoiceEndpoint = true
    socket.send(4, join(guild.id, channel.id))
    expect((await socket.packet('VOICE_SERVER_UPDATE')).d.endpoint).toBeNull()
    stage.discord.faults.gateway.noVoiceEndpoint = false
    await guild.moveVoiceServer()
    await socket.settled()
    const servers = socket.packets.filter(({ t }) => t === 'VOICE_SERVER_UPDATE')
    expect(servers).toHaveLength(2)
    expect(servers[1]?.d.endpoint).not.toBe(stage.discord.voice.endpoint)
  })

  test('the answer to a join may be swallowed when a test plans it', async () => {
    const guild = stage.discord.createGuild()
    const channel = guild.createVoiceChannel('Music')
    const socket = await stage.identified()
    await socket.packet('GUILD_CREATE')
    const from = socket.packets.length
    stage.discord.faults.gateway.swallowVoiceUpdates = true
    socket.send(4, join(guild.id, channel.id))
    await socket.settled()
    expect(socket.packets.slice(from).map(({ op }) => op)).toEqual([11])
    expect(guild.botVoiceChannel?.id).toBe(channel.id)
  })
})
