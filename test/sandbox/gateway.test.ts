import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { ManualClock } from '../support/manual-clock.ts'
import { Changes } from './changes.ts'
import { Intent } from './gateway/intents.ts'
import { type BotAccount, LocalDiscord } from './local-discord.ts'

/** The main gateway's rules, asked over a bare WebSocket. */

interface Packet {
  readonly op: number
  readonly t: string | null
  readonly s: number | null
  // Each test knows the event it waits for.
  readonly d: Record<string, never> & { session_id: string; token: string; endpoint: string }
}

const INTENTS = Intent.guilds | Intent.guildVoiceStates | Intent.guildMessages

class Socket {
  readonly packets: Packet[] = []
  closeCode: number | null = null
  readonly #socket: WebSocket
  readonly #changes = new Changes()

  constructor(url: string) {
    this.#socket = new WebSocket(`${url}/?v=10&encoding=json`)
    this.#socket.onmessage = ({ data }) => {
      this.packets.push(JSON.parse(String(data)))
      this.#changes.notify()
    }
    this.#socket.onclose = ({ code }) => {
      this.closeCode = code
      this.#changes.notify()
    }
  }

  send(op: number, d: unknown): void {
    this.sendText(JSON.stringify({ op, d }))
  }

  sendText(text: string): void {
    this.#socket.send(text)
  }

  close(code: number): void {
    this.#socket.close(code)
  }

  /** The first packet of a kind, from packet number `from` on. */
  async packet(kind: number | string, from = 0): Promise<Packet> {
    return await this.#changes.until(
      () => this.packets.slice(from).find(({ op, t }) => op === kind || t === kind),
      3000,
      () => `${kind}, had ${JSON.stringify(this.packets.map(({ op, t }) => t ?? op))}`,
    )
  }

  async closed(): Promise<number> {
    return await this.#changes.until(
      () => this.closeCode ?? undefined,
      3000,
      () => 'a close code',
    )
  }

  events(): (string | null)[] {
    return this.packets.flatMap(({ t }) => (t === null ? [] : [t]))
  }
}

let discord: LocalDiscord
const sockets: Socket[] = []

beforeEach(async () => {
  discord = await LocalDiscord.start()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close(1000)
  await discord[Symbol.asyncDispose]()
})

async function connect(to = discord): Promise<Socket> {
  const socket = new Socket(to.apiUrl.replace(/^http(.*)\/api$/, 'ws$1'))
  sockets.push(socket)
  await socket.packet(10)
  return socket
}

const identity = (fields: object = {}) => ({
  token: discord.token,
  intents: INTENTS,
  properties: { os: 'linux', browser: 'test', device: 'test' },
  ...fields,
})

async function identified(fields: object = {}): Promise<Socket> {
  const socket = await connect()
  socket.send(2, identity(fields))
  await socket.packet('READY')
  return socket
}

/** What has come by the time that a heartbeat sent now is answered: everything before it. */
async function settled(socket: Socket): Promise<void> {
  const from = socket.packets.length
  socket.send(1, null)
  await socket.packet(11, from)
}

describe('close codes', () => {
  const cases: [string, number, (socket: Socket) => void][] = [
    ['a wrong token', 4004, (s) => s.send(2, identity({ token: 'no' }))],
    ['intents that do not exist', 4013, (s) => s.send(2, identity({ intents: 1 << 30 }))],
    ['intents not granted', 4014, (s) => s.send(2, identity({ intents: 1 << 15 }))],
    ['shard 2 of 2', 4010, (s) => s.send(2, identity({ shard: [2, 2] }))],
    ['op 4 before Identify', 4003, (s) => s.send(4, {})],
    ['an unknown op', 4001, (s) => s.send(99, {})],
    ['what is no JSON', 4002, (s) => s.sendText('{')],
    ['more than 4096 bytes', 4002, (s) => s.send(3, 'x'.repeat(5000))],
  ]

  test.each(cases)('%s closes with %d', async (_name, code, act) => {
    const socket = await connect()
    act(socket)
    expect(await socket.closed()).toBe(code)
  })

  test('a second Identify closes with 4005', async () => {
    const socket = await identified()
    socket.send(2, identity())
    expect(await socket.closed()).toBe(4005)
  })

  test('the 121st send within a minute closes with 4008', async () => {
    const socket = await identified()
    for (let i = 0; i < 119; i += 1) socket.send(3, { status: 'online' })
    await Bun.sleep(30)
    expect(socket.closeCode).toBeNull()
    socket.send(3, { status: 'online' })
    expect(await socket.closed()).toBe(4008)
  })

  test('a client that does not heartbeat is closed after two intervals', async () => {
    const clock = new ManualClock()
    await using to = await LocalDiscord.start({ clock })
    const socket = await connect(to)
    clock.advance(80_000)
    socket.send(1, null)
    await socket.packet(11)
    clock.advance(80_000)
    await Bun.sleep(20)
    expect(socket.closeCode).toBeNull()
    clock.advance(3000)
    expect(await socket.closed()).toBe(4009)
  })
})

describe('sessions', () => {
  test('get READY with everything still unavailable, then each server', async () => {
    const guild = discord.createGuild('Room')
    const socket = await identified()
    const { d } = await socket.packet('READY')
    expect(d).toMatchObject({
      v: 10,
      guilds: [{ id: guild.id, unavailable: true }],
      shard: [0, 1],
      user: { id: discord.botUserId },
    })
    expect((await socket.packet('GUILD_CREATE')).d).toMatchObject({ id: guild.id, name: 'Room' })
  })

  test('share the servers of a bot by shards', async () => {
    const ids = new Set<string>()
    for (let i = 0; i < 4; i += 1) {
      ids.add(discord.createGuild().id)
      // Ids of one millisecond belong to one shard.
      await Bun.sleep(2)
    }
    for (const shard of [0, 1]) {
      const socket = await identified({ shard: [shard, 2] })
      await settled(socket)
      for (const { t, d } of socket.packets) {
        if (t !== 'GUILD_CREATE') continue
        const { id } = d as unknown as { id: string }
        expect(Number((BigInt(id) >> 22n) % 2n)).toBe(shard)
        ids.delete(id)
      }
    }
    expect([...ids]).toEqual([])
  })

  test('replay on a resume exactly what was missed, then RESUMED', async () => {
    const guild = discord.createGuild()
    const first = await identified()
    await first.packet('GUILD_CREATE')
    const { d } = await first.packet('READY')
    discord.gateway.dropConnections()
    guild.createTextChannel('one')
    guild.createTextChannel('two')
    const second = await connect()
    second.send(6, { token: discord.token, session_id: d.session_id, seq: 2 })
    await second.packet('RESUMED')
    expect(second.packets.map(({ t, s }) => [t, s])).toEqual([
      [null, null],
      ['CHANNEL_CREATE', 3],
      ['CHANNEL_CREATE', 4],
      ['RESUMED', 5],
    ])
  })

  test('are not resumed by a stranger, after a clean end, or when a test forbids it', async () => {
    const socket = await identified()
    const sessionId = (await socket.packet('READY')).d.session_id
    const resume = async (session_id: string) => {
      const other = await connect()
      other.send(6, { token: discord.token, session_id, seq: 1 })
      return (await other.packet(9)).d as unknown
    }
    expect(await resume('unknown')).toBe(false)
    discord.faults.gateway.refuseResume = true
    expect(await resume(sessionId)).toBe(false)
    discord.faults.gateway.refuseResume = false
    const clean = await identified()
    const cleanId = (await clean.packet('READY')).d.session_id
    clean.close(1000)
    await clean.closed()
    await discord.until(() => discord.gateway.sessionsOf(discord.botUserId).length === 0)
    expect(await resume(cleanId)).toBe(false)
  })

  test('hear only what their intents ask for', async () => {
    const guild = discord.createGuild()
    const text = guild.createTextChannel('bots')
    const alice = guild.createMember('alice')
    const quiet = await identified({ intents: Intent.guilds })
    const loud = await identified()
    alice.writes(text, 'hello')
    await alice.joins(guild.createVoiceChannel('Music'), { listen: false })
    await settled(quiet)
    await settled(loud)
    expect(quiet.events()).not.toContain('MESSAGE_CREATE')
    expect(quiet.events()).not.toContain('VOICE_STATE_UPDATE')
    expect(loud.events()).toContain('VOICE_STATE_UPDATE')
    // Without the message content intent the text itself stays hidden.
    expect((await loud.packet('MESSAGE_CREATE')).d).toMatchObject({ content: '' })
    discord.bot.privilegedIntents = Intent.messageContent
    const reader = await identified({ intents: INTENTS | Intent.messageContent })
    alice.writes(text, 'hello')
    expect((await reader.packet('MESSAGE_CREATE')).d).toMatchObject({ content: 'hello' })
  })

  test('get members in a chunk with the nonce they sent', async () => {
    const guild = discord.createGuild()
    const alice = guild.createMember('alice')
    const socket = await identified()
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

describe('voice', () => {
  const join = (guildId: string, channelId: string | null) => ({
    guild_id: guildId,
    channel_id: channelId,
    self_mute: false,
    self_deaf: true,
  })

  test('a join tells the state and the server; each move brings a new token', async () => {
    const guild = discord.createGuild()
    const [one, two] = [guild.createVoiceChannel('one'), guild.createVoiceChannel('two')]
    const socket = await identified()
    const sessionId = (await socket.packet('READY')).d.session_id
    socket.send(4, join(guild.id, one.id))
    expect((await socket.packet('VOICE_STATE_UPDATE')).d).toMatchObject({
      user_id: discord.botUserId,
      channel_id: one.id,
      session_id: sessionId,
      self_deaf: true,
      suppress: false,
    })
    const first = await socket.packet('VOICE_SERVER_UPDATE')
    expect(first.d.endpoint).toBe(discord.voice.endpoint)
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
    const guild = discord.createGuild()
    const channel = guild.createVoiceChannel('Music')
    const socket = await identified()
    socket.send(4, join(guild.id, channel.id))
    await socket.packet('VOICE_SERVER_UPDATE')
    let from = socket.packets.length
    socket.send(4, { ...join(guild.id, channel.id), self_mute: true })
    await settled(socket)
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
    const guild = discord.createGuild()
    const channelId = await prepare(guild)
    const socket = await identified()
    await socket.packet('GUILD_CREATE')
    const from = socket.packets.length
    socket.send(4, join(guild.id, channelId))
    await settled(socket)
    expect(socket.packets.slice(from).map(({ op }) => op)).toEqual([11])
    expect(guild.botVoiceChannel).toBeNull()
  })

  test('a stage puts the bot into the audience until a moderator lets it speak', async () => {
    const guild = discord.createGuild()
    const stage = guild.createVoiceChannel('Stage', { stage: true })
    const socket = await identified()
    socket.send(4, join(guild.id, stage.id))
    expect((await socket.packet('VOICE_STATE_UPDATE')).d).toMatchObject({ suppress: true })
    const ask = async (body: object) =>
      (
        await fetch(`${discord.apiUrl}/v10/guilds/${guild.id}/voice-states/@me`, {
          method: 'PATCH',
          headers: { authorization: `Bot ${discord.token}` },
          body: JSON.stringify({ channel_id: stage.id, ...body }),
        })
      ).status
    expect(await ask({ suppress: false })).toBe(403)
    expect(await ask({ request_to_speak_timestamp: '2026-01-01T00:00:00Z' })).toBe(204)
    expect(guild.botAsksToSpeakSince).toBe('2026-01-01T00:00:00Z')
    guild.letBotSpeak()
    expect(guild.isBotSuppressed).toBe(false)
    expect(guild.botAsksToSpeakSince).toBeNull()
    guild.setBotPermissions(stage, { muteMembers: true })
    expect(await ask({ suppress: true })).toBe(204)
    expect(await ask({ suppress: false })).toBe(204)
  })

  test('ends with the session that held it, and with its channel', async () => {
    const guild = discord.createGuild()
    const channel = guild.createVoiceChannel('Music')
    const socket = await identified()
    socket.send(4, join(guild.id, channel.id))
    await guild.whenBotIsIn(channel)
    discord.gateway.dropConnections()
    expect(guild.botVoiceChannel?.id).toBe(channel.id)
    const again = await identified()
    expect(guild.botVoiceChannel).toBeNull()
    again.send(4, join(guild.id, channel.id))
    await guild.whenBotIsIn(channel)
    guild.deleteChannel(channel)
    expect(guild.botVoiceChannel).toBeNull()
  })

  test('several bots share a channel, each told of the other', async () => {
    const guild = discord.createGuild()
    const channel = guild.createVoiceChannel('Music')
    const other: BotAccount = discord.createBot('other')
    guild.invite(other)
    const [one, two] = [await identified(), await identified({ token: other.token })]
    one.send(4, join(guild.id, channel.id))
    await guild.whenBotIsIn(channel)
    two.send(4, join(guild.id, channel.id))
    await guild.whenBotIsIn(channel, { bot: other })
    await settled(one)
    const users = one.packets.flatMap(({ t, d }) =>
      t === 'VOICE_STATE_UPDATE' ? [(d as unknown as { user_id: string }).user_id] : [],
    )
    expect(users).toEqual([discord.botUserId, other.user.id])
    expect(one.events().filter((event) => event === 'VOICE_SERVER_UPDATE')).toHaveLength(1)
  })

  test('the server may be missing, and moved, when a test plans it', async () => {
    const guild = discord.createGuild()
    const channel = guild.createVoiceChannel('Music')
    const socket = await identified()
    discord.faults.gateway.noVoiceEndpoint = true
    socket.send(4, join(guild.id, channel.id))
    expect((await socket.packet('VOICE_SERVER_UPDATE')).d.endpoint).toBeNull()
    discord.faults.gateway.noVoiceEndpoint = false
    await guild.moveVoiceServer()
    await settled(socket)
    const servers = socket.packets.filter(({ t }) => t === 'VOICE_SERVER_UPDATE')
    expect(servers).toHaveLength(2)
    expect(servers[1]?.d.endpoint).not.toBe(discord.voice.endpoint)
  })

  test('the answer to a join may be swallowed when a test plans it', async () => {
    const guild = discord.createGuild()
    const channel = guild.createVoiceChannel('Music')
    const socket = await identified()
    await socket.packet('GUILD_CREATE')
    const from = socket.packets.length
    discord.faults.gateway.swallowVoiceUpdates = true
    socket.send(4, join(guild.id, channel.id))
    await settled(socket)
    expect(socket.packets.slice(from).map(({ op }) => op)).toEqual([11])
    expect(guild.botVoiceChannel?.id).toBe(channel.id)
  })
})

describe('faults', () => {
  test('Identify is refused with the planned code', async () => {
    discord.faults.gateway.refuseIdentify = 4011
    const socket = await connect()
    socket.send(2, identity())
    expect(await socket.closed()).toBe(4011)
  })

  test('every connection is closed with the planned code and can resume', async () => {
    const socket = await identified()
    const { d } = await socket.packet('READY')
    discord.gateway.closeConnections(4000)
    expect(await socket.closed()).toBe(4000)
    const second = await connect()
    second.send(6, { token: discord.token, session_id: d.session_id, seq: 1 })
    await second.packet('RESUMED')
  })

  test('a server comes late, goes away in an outage, and returns', async () => {
    const clock = new ManualClock()
    await using to = await LocalDiscord.start({ clock })
    const guild = to.createGuild()
    to.faults.gateway.guildCreateDelayMs = 500
    const socket = await connect(to)
    socket.send(2, identity({ token: to.token }))
    await socket.packet('READY')
    await settled(socket)
    expect(socket.events()).toEqual(['READY'])
    clock.advance(500)
    await socket.packet('GUILD_CREATE')
    const from = socket.packets.length
    guild.becomesUnavailable()
    expect((await socket.packet('GUILD_DELETE')).d).toEqual({
      id: guild.id,
      unavailable: true,
    } as never)
    guild.recovers()
    await socket.packet('GUILD_CREATE', from)
  })
})
