import { describe, expect, test } from 'bun:test'
import { LocalDiscord } from '../local-discord.ts'
import { ManualClock } from '../manual-clock.ts'
import { until } from '../until.ts'
import { GatewayStage, INTENTS } from './bare-client.ts'
import { Intent } from './intents.ts'

const stage = GatewayStage.set()

describe('sessions', () => {
  test('get READY with everything still unavailable, then each server', async () => {
    const guild = stage.discord.createGuild('Room')
    const socket = await stage.identified()
    const { d } = await socket.packet('READY')
    expect(d).toMatchObject({
      v: 10,
      guilds: [{ id: guild.id, unavailable: true }],
      shard: [0, 1],
      user: { id: stage.discord.botUserId },
    })
    expect((await socket.packet('GUILD_CREATE')).d).toMatchObject({ id: guild.id, name: 'Room' })
  })

  test('share the servers of a bot by shards', async () => {
    const ids = new Set<string>()
    const shardOf = (id: string) => Number((BigInt(id) >> 22n) % 2n)
    // Ids of one millisecond belong to one shard.
    await until(() => {
      ids.add(stage.discord.createGuild().id)
      return new Set([...ids].map(shardOf)).size === 2
    }, 'a server for each shard')
    for (const shard of [0, 1]) {
      const socket = await stage.identified({ shard: [shard, 2] })
      await socket.settled()
      for (const { t, d } of socket.packets) {
        if (t !== 'GUILD_CREATE') continue
        const { id } = d as unknown as { id: string }
        expect(shardOf(id)).toBe(shard)
        ids.delete(id)
      }
    }
    expect([...ids]).toEqual([])
  })

  test('replay on a resume exactly what was missed, then RESUMED', async () => {
    const guild = stage.discord.createGuild()
    const first = await stage.identified()
    await first.packet('GUILD_CREATE')
    const { d } = await first.packet('READY')
    stage.discord.gateway.dropConnections()
    guild.createTextChannel('one')
    guild.createTextChannel('two')
    const second = await stage.connect()
    second.send(6, { token: stage.discord.token, session_id: d.session_id, seq: 2 })
    await second.packet('RESUMED')
    expect(second.packets.map(({ t, s }) => [t, s])).toEqual([
      [null, null],
      ['CHANNEL_CREATE', 3],
      ['CHANNEL_CREATE', 4],
      ['RESUMED', 5],
    ])
  })

  test('are not resumed by a stranger, after a clean end, or when a test forbids it', async () => {
    const socket = await stage.identified()
    const sessionId = (await socket.packet('READY')).d.session_id
    const resume = async (session_id: string) => {
      const other = await stage.connect()
      other.send(6, { token: stage.discord.token, session_id, seq: 1 })
      return (await other.packet(9)).d as unknown
    }
    expect(await resume('unknown')).toBe(false)
    stage.discord.faults.gateway.refuseResume = true
    expect(await resume(sessionId)).toBe(false)
    stage.discord.faults.gateway.refuseResume = false
    const clean = await stage.identified()
    const cleanId = (await clean.packet('READY')).d.session_id
    clean.close(1000)
    await clean.closed()
    await stage.discord.until(
      () => stage.discord.gateway.sessionsOf(stage.discord.botUserId).length === 0,
    )
    expect(await resume(cleanId)).toBe(false)
  })

  test('hear only what their intents ask for', async () => {
    const guild = stage.discord.createGuild()
    const text = guild.createTextChannel('bots')
    const alice = guild.createMember('alice')
    const quiet = await stage.identified({ intents: Intent.guilds })
    const loud = await stage.identified()
    alice.writes(text, 'hello')
    await alice.joins(guild.createVoiceChannel('Music'), { listen: false })
    await quiet.settled()
    await loud.settled()
    expect(quiet.events()).not.toContain('MESSAGE_CREATE')
    expect(quiet.events()).not.toContain('VOICE_STATE_UPDATE')
    expect(loud.events()).toContain('VOICE_STATE_UPDATE')
    // Without the message content intent the text itself stays hidden.
    expect((await loud.packet('MESSAGE_CREATE')).d).toMatchObject({ content: '' })
    stage.discord.bot.privilegedIntents = Intent.messageContent
    const reader = await stage.identified({ intents: INTENTS | Intent.messageContent })
    alice.writes(text, 'hello')
    expect((await reader.packet('MESSAGE_CREATE')).d).toMatchObject({ content: 'hello' })
  })

  test('get members in a chunk with the nonce they sent', async () => {
    const guild = stage.discord.createGuild()
    const alice = guild.createMember('alice')
    const socket = await stage.identified()
    socket.send(8, { guild_id: guild.id, user_ids: [alice.id, '5'], nonce: 'n1' })
    expect((await socket.packet('GUILD_MEMBERS_CHUNK')).d).toMatchObject({
      guild_id: guild.id,
      nonce: 'n1',
      chunk_index: 0,
      chunk_count: 1,
      not_found: ['5'],
      members: [{ user: { id: alice.id } }],
    })
  })
})

describe('faults', () => {
  test('Identify is refused with the planned code', async () => {
    stage.discord.faults.gateway.refuseIdentify = 4011
    const socket = await stage.connect()
    socket.send(2, stage.identity())
    expect(await socket.closed()).toBe(4011)
  })

  test('every connection is closed with the planned code and can resume', async () => {
    const socket = await stage.identified()
    const { d } = await socket.packet('READY')
    stage.discord.gateway.closeConnections(4000)
    expect(await socket.closed()).toBe(4000)
    const second = await stage.connect()
    second.send(6, { token: stage.discord.token, session_id: d.session_id, seq: 1 })
    await second.packet('RESUMED')
  })

  test('a server comes late, goes away in an outage, and returns', async () => {
    const clock = new ManualClock()
    await using to = await LocalDiscord.start({ clock })
    const guild = to.createGuild()
    to.faults.gateway.guildCreateDelayMs = 500
    const socket = await stage.connect(to)
    socket.send(2, stage.identity({ token: to.token }))
    await socket.packet('READY')
    await socket.settled()
    expect(socket.events()).toEqual(['READY'])
    clock.advance(500)
    await socket.packet('GUILD_CREATE')
    const from = socket.packets.length
    guild.becomesUnavailable()
    expect((await socket.packet('GUILD_DELETE')).d).toEqual({
      id: guild.id,
      unavailable: true,
    } as never)
    const later = await stage.connect(to)
    later.send(2, stage.identity({ token: to.token }))
    await later.packet('READY')
    clock.advance(500)
    await later.settled()
    expect(later.events()).toEqual(['READY'])
    guild.recovers()
    await later.packet('GUILD_CREATE')
    await socket.packet('GUILD_CREATE', from)
  })
})
