import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { VoiceChild } from './clients/voice-child.ts'
import { type Channel, type Guild, LocalDiscord, type Member } from './local-discord.ts'
import { digests } from './sound/frame-digests.ts'
import { toneFrames } from './sound/opus-tone.ts'
import { until } from './until.ts'

/** What a member hears of a bot that joined by the main gateway, whatever moderators do meanwhile. */

let discord: LocalDiscord
let guild: Guild
let alice: Member
let bot: VoiceChild

/** A client process starts, logs in and speaks in real time. */
setDefaultTimeout(120_000)

beforeEach(async () => {
  discord = await LocalDiscord.start()
  guild = discord.createGuild()
  alice = guild.createMember('alice')
})
afterEach(async () => {
  await bot[Symbol.asyncDispose]()
  await discord[Symbol.asyncDispose]()
})

async function botJoins(channel: Channel): Promise<void> {
  bot = await VoiceChild.start('discordjs-voice', discord.caPath)
  const { apiUrl, token } = discord
  await bot.login({ apiUrl, token, guildId: guild.id, channelId: channel.id })
  await bot.whenEncrypted()
}

const heard = () =>
  digests(
    alice.ears.flatMap(({ frames }) =>
      frames.filter(({ userId }) => userId === discord.botUserId).map(({ opus }) => opus),
    ),
  )

describe('a member hears the bot', () => {
  test('on, when the voice server moves in mid-song', async () => {
    const channel = guild.createVoiceChannel('Music')
    await alice.joins(channel)
    await botJoins(channel)
    const song = toneFrames(50)
    let over = false
    const spoken = bot.speakUntil(() => over, song)
    await alice.hears().whenHears(discord.botUserId)
    await guild.moveVoiceServer()
    // The library sends in clear until its new group stands; that is its defect, not ours.
    await alice.hears().whenHears(discord.botUserId, ({ plaintext }) => !plaintext)
    over = true
    await spoken
    expect(alice.ears).toHaveLength(2)
    await until(() => heard().at(-1) === digests(song).at(-1), 'the last frame')
  })

  test('in the channel that the bot was dragged to, and no more in the former one', async () => {
    const [one, two] = [guild.createVoiceChannel('one'), guild.createVoiceChannel('two')]
    const bob = guild.createMember('bob')
    await alice.joins(one)
    await bob.joins(two)
    await botJoins(one)
    let over = false
    const spoken = bot.speakUntil(() => over, toneFrames(50))
    await alice.hears().whenHears(discord.botUserId)
    guild.dragBot(two)
    await bob.hears().whenHears(discord.botUserId)
    const before = heard().length
    await until(() => bob.hears().frames.length > 25, 'half a second of it')
    over = true
    await spoken
    expect(heard()).toHaveLength(before)
  })

  test('on a stage only once a moderator lets it speak, and until one mutes it', async () => {
    const stage = guild.createVoiceChannel('Stage', { stage: true })
    await alice.joins(stage)
    await botJoins(stage)
    await bot.speak(toneFrames(20, 330))
    const packets = () => discord.voice.traffic(guild.id, discord.botUserId).audioPackets
    await until(() => packets() === 20, 'the last packet')
    expect(heard()).toEqual([])
    guild.letBotSpeak()
    const song = toneFrames(20, 660)
    await bot.speak(song)
    await until(() => heard().length >= song.length, 'the last frame')
    expect(heard()).toEqual(digests(song))
    guild.muteBot(true)
    await bot.speak(toneFrames(20, 990))
    expect(heard()).toEqual(digests(song))
  })

  test('until it is kicked', async () => {
    const channel = guild.createVoiceChannel('Music')
    await alice.joins(channel)
    await botJoins(channel)
    guild.kickBotFromVoice()
    await discord.until(() => guild.botVoiceChannel === null)
    expect(discord.voice.isPresent(guild.id, discord.botUserId)).toBe(false)
    await until(() => !alice.hears().present.has(discord.botUserId), 'op 13')
  })
})
