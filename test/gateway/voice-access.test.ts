import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import type { Guild } from 'discord.js'
import { codeOf } from '../../src/base/error.ts'
import { voiceChannelIn } from '../../src/gateway/voice-access.ts'
import { until } from '../discord/until.ts'
import { LocalBot } from './local-bot.ts'

let bot: LocalBot
beforeAll(async () => {
  bot = await LocalBot.start()
})
afterAll(() => bot[Symbol.asyncDispose]())

let made = 0
let alice: ReturnType<LocalBot['guild']['createMember']>
beforeEach(() => {
  made++
  alice = bot.guild.createMember(`alice${made}`)
})

type ChannelOptions = Parameters<LocalBot['guild']['createVoiceChannel']>[1]
type Permissions = Parameters<LocalBot['guild']['setBotPermissions']>[1]

/** What the bot makes of a channel in which alice is. */
async function outcome(options: ChannelOptions, permissions: Permissions = {}, others = 0) {
  const channel = bot.guild.createVoiceChannel(`room${made}`, options)
  bot.guild.setBotPermissions(channel, permissions)
  for (let other = 0; other < others; other++) {
    await bot.guild.createMember(`other${made}-${other}`).joins(channel, { listen: false })
  }
  await alice.joins(channel, { listen: false })
  const guild = bot.client.guilds.cache.get(bot.guild.id) as Guild
  await until(() => guild.voiceStates.cache.get(alice.id)?.channelId === channel.id)
  return judged(guild, alice.id)
}

function judged(guild: Guild, memberId: string): unknown {
  try {
    const channel = guild.voiceStates.cache.get(memberId)?.channel
    return channel ? voiceChannelIn(channel).bitrate : 'in none'
  } catch (error) {
    return codeOf(error)
  }
}

test('a channel in which the bot may play is a room, with its bitrate', async () => {
  expect(await outcome({ bitrate: 96_000 })).toBe(96_000)
})

const LACKS: readonly [Permissions, string][] = [
  [{ view: false }, 'missing-view'],
  [{ connect: false }, 'missing-connect'],
  [{ speak: false }, 'missing-speak'],
]
for (const [permissions, code] of LACKS) {
  test(`${JSON.stringify(permissions)} is ${code}`, async () => {
    expect(await outcome({}, permissions)).toBe(code)
  })
}

test('a full channel is told apart from one with a place left', async () => {
  expect(await outcome({ userLimit: 2 }, {}, 1)).toBe('channel-full')
})
test('the last free place is the bot’s', async () => {
  expect(await outcome({ userLimit: 3 }, {}, 1)).toBe(64_000)
})

test('on a stage the bot has to be able to ask to speak, or to let itself speak', async () => {
  expect(await outcome({ stage: true }, { requestToSpeak: false, muteMembers: false })).toBe(
    'stage-audience',
  )
})
test('a stage on which it may ask is a room', async () => {
  expect(await outcome({ stage: true }, { requestToSpeak: true, speak: false })).toBe(64_000)
})
