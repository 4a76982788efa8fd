import { afterEach, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { VoiceChild } from './clients/voice-child.ts'
import { type BotAccount, type Channel, type Guild, LocalDiscord } from './local-discord.ts'
import { digests } from './sound/frame-digests.ts'
import { toneFrames } from './sound/opus-tone.ts'
import { until } from './until.ts'

/** Clients that we did not write, unmodified and each in a process of its own, judge this Discord. */
let discord: LocalDiscord
let guild: Guild
let channel: Channel
let other: BotAccount

/** Two client processes start, log in and speak in real time. */
setDefaultTimeout(120_000)

beforeEach(async () => {
  discord = await LocalDiscord.start({ botName: 'discord.js' })
  guild = discord.createGuild()
  channel = guild.createVoiceChannel('judges')
  other = discord.createBot('dysnomia')
  guild.invite(other)
})
afterEach(() => discord[Symbol.asyncDispose]())

/** Logged in, in the channel, its transport ready. */
async function loggedIn(
  client: 'discordjs-voice' | 'dysnomia',
  bot: BotAccount,
): Promise<VoiceChild> {
  const child = await VoiceChild.start(client, discord.caPath)
  const { apiUrl } = discord
  await child.login({ apiUrl, token: bot.token, guildId: guild.id, channelId: channel.id })
  return child
}

test('discord.js and dysnomia join and hear each other bit-exactly, with DAVE', async () => {
  await using discordjs = await loggedIn('discordjs-voice', discord.bot)
  await using dysnomia = await loggedIn('dysnomia', other)
  await Promise.all([discordjs.whenEncrypted(), dysnomia.whenEncrypted()])
  const [low, high] = [toneFrames(25, 330), toneFrames(25, 660)]
  await discordjs.speak(low)
  await dysnomia.speak(high)
  expect(await dysnomia.heard(discord.botUserId, low.length)).toEqual(digests(low))
  expect(await discordjs.heard(other.user.id, high.length)).toEqual(digests(high))
  for (const { user } of [discord.bot, other]) {
    const { audioPackets, plaintextFrames } = discord.voice.traffic(guild.id, user.id)
    expect({ audioPackets, plaintextFrames }).toEqual({ audioPackets: 25, plaintextFrames: 0 })
  }
  expect(discord.voice.daveGroup(guild.id, discord.botUserId).members.toSorted()).toEqual(
    [discord.botUserId, other.user.id].toSorted(),
  )
})

test('a member hears both of them, and both hear the member', async () => {
  const alice = guild.createMember('alice')
  await alice.joins(channel)
  await using discordjs = await loggedIn('discordjs-voice', discord.bot)
  await using dysnomia = await loggedIn('dysnomia', other)
  const ear = alice.hears()
  await Promise.all([
    discordjs.whenEncrypted(),
    dysnomia.whenEncrypted(),
    ear.whenEncrypted(),
    until(() => ear.group.length === 3, 'a group of three'),
  ])
  const [low, high, own] = [toneFrames(25, 330), toneFrames(25, 660), toneFrames(25, 990)]
  await discordjs.speak(low)
  await dysnomia.speak(high)
  await ear.speak(own)
  const from = (userId: string) =>
    digests(ear.frames.filter((frame) => frame.userId === userId).map(({ opus }) => opus))
  await until(() => from(discord.botUserId).length >= low.length, 'the last frame')
  await until(() => from(other.user.id).length >= high.length, 'the last frame')
  expect(from(discord.botUserId)).toEqual(digests(low))
  expect(from(other.user.id)).toEqual(digests(high))
  expect(await discordjs.heard(alice.id, own.length)).toEqual(digests(own))
  expect(await dysnomia.heard(alice.id, own.length)).toEqual(digests(own))
})
