import { afterAll, beforeAll, expect, test } from 'bun:test'
import { fileURLToPath } from 'node:url'
import { en } from '../../src/gateway/words/en.ts'
import type { Member } from '../discord/local-discord.ts'
import { until } from '../discord/until.ts'
import { endInOrder, House } from './house.ts'
import { Room } from './room.ts'

const FIVE_MINUTES = fileURLToPath(new URL('../support/preload/five-minutes.ts', import.meta.url))

let house: House
beforeAll(async () => {
  house = await House.start({ MAX_PLAYERS: '2' }, { preload: [FIVE_MINUTES] })
})
afterAll(() => endInOrder(house))

/** What `/nowplaying` says to somebody in another channel, once it has that in it. */
const shows = (room: Room, by: Member, part: string): Promise<string> =>
  room.says((text) => text.includes(part), '/nowplaying', {}, { by })

async function besides(room: Room): Promise<Member> {
  const bob = room.guild.createMember('bob')
  await bob.joins(room.guild.createVoiceChannel('elsewhere'))
  return bob
}

test('a song waits while only bots are there, and goes on where it was when somebody is back', async () => {
  const room = await house.room()
  const jukebox = room.guild.createMember('jukebox', { bot: true })
  await jukebox.joins(room.lounge)
  const bob = await besides(room)
  await room.plays('Alpha')
  const sounding = () => jukebox.hears().frames.filter(({ silence }) => !silence).length
  await until(() => sounding() > 20, 'what is heard before everybody leaves')
  await room.alice.leaves()
  await shows(room, bob, 'Waiting for somebody to listen to **Alpha**')
  await until(() => jukebox.hears().frames.at(-1)?.silence === true, 'the last of it')
  const shown = await shows(room, bob, 'Waiting for somebody to listen to **Alpha**')
  const before = sounding()
  expect(before).toBeGreaterThan(20)
  // Time in which a song that ran on would be heard, and be further on afterwards.
  await Bun.sleep(1_500)
  expect(sounding()).toBe(before)
  expect(await shows(room, bob, 'Waiting for')).toBe(shown)
  await room.alice.joins(room.lounge)
  const { positionS } = await room.hears('Alpha')
  expect(positionS).toBeLessThan(before / 50 + 1)
  await room.types('/leave')
}, 60_000)

test('while nobody listens, anyone can call it to another channel', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  const attic = room.guild.createVoiceChannel('attic')
  const bob = room.guild.createMember('bob')
  await bob.joins(attic)
  const calls = () => room.types('/play', { query: 'Bravo' }, { by: bob })
  expect(await calls()).toBe(en.errors['caller-elsewhere'])
  await room.alice.leaves()
  await shows(room, bob, 'Waiting')
  expect(await calls()).toBe('Queued **Bravo** at position 1')
  await room.guild.whenBotIsIn(attic)
  await new Room(room.discord, room.guild, attic, room.text, bob).hears('Alpha')
  await room.types('/leave', {}, { by: bob })
}, 60_000)

test('after five minutes alone it leaves and keeps the queue, and another server takes its place', async () => {
  const [one, two, three] = [await house.room(), await house.room(), await house.room()]
  await one.plays('Alpha')
  await one.types('/play', { query: 'Charlie' })
  await two.plays('Bravo')
  const bob = await besides(one)
  await one.alice.leaves()
  await shows(one, bob, 'Waiting')
  expect(await three.types('/play', { query: 'Delta' })).toBe(en.errors['too-many-players'])
  process.kill(house.bot.pid, 'SIGUSR2')
  await one.guild.whenBotIsIn(null)
  await one.reads('so I left. The queue is kept (2 tracks)')
  expect(two.guild.botVoiceChannel?.id).toBe(two.lounge.id)
  await three.plays('Delta')
  await three.types('/leave')
  await one.alice.joins(one.lounge)
  expect(await one.types('/join')).toContain('and resumed **Alpha**')
  await one.hears('Alpha')
  await one.types('/leave')
  await two.types('/leave')
}, 90_000)

test('restarted into an empty channel, it waits there, and leaves in the end', async () => {
  const room = await house.room()
  await room.guild.createMember('jukebox', { bot: true }).joins(room.lounge)
  await room.plays('Alpha')
  const bob = await besides(room)
  await room.alice.leaves()
  await shows(room, bob, 'Waiting')
  await house.restart()
  await room.guild.whenBotIsIn(room.lounge)
  await shows(room, bob, 'Waiting')
  process.kill(house.bot.pid, 'SIGUSR2')
  await room.guild.whenBotIsIn(null)
  await room.reads('so I left. The queue is kept (1 track)')
}, 90_000)

test('muted by a moderator in mid-song it says so once, waits, and goes on where it was', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  const notice = 'A moderator has muted me, so **Alpha** is waiting. It’ll play when I’m unmuted.'
  room.guild.muteBot(true)
  await room.reads(notice)
  expect(await room.isSilent()).toBe(true)
  const heard = room.framesHeard
  expect(room.read.filter((text) => text === notice)).toHaveLength(1)
  const shown = await shows(room, room.alice, 'A moderator has muted me')
  expect(await room.types('/play', { query: 'Bravo', now: true })).toBe(
    notice.replace('Alpha', 'Bravo'),
  )
  expect(await room.types('/play', { query: 'Alpha', now: true })).toBe(notice)
  expect(shown).toContain('A moderator has muted me, so **Alpha** is waiting')
  expect(room.framesHeard).toBe(heard)
  room.guild.muteBot(false)
  await room.hears('Alpha')
  expect(await shows(room, room.alice, '▬')).toContain('**Alpha**')
  await room.types('/leave')
}, 60_000)

test('sent to the audience in mid-song it asks to speak again and waits where it was', async () => {
  const room = await house.room({ join: false })
  const stage = room.guild.createVoiceChannel('stage', { stage: true, bitrate: 128_000 })
  room.guild.setBotPermissions(stage, { requestToSpeak: true, muteMembers: false })
  await room.alice.joins(stage)
  const playing = room.outcome('/play', { query: 'Alpha' })
  await room.reads('asked to speak')
  expect((await playing).text).toBe(
    'I’m not allowed to speak here, so **Alpha** is waiting until a moderator lets me.',
  )
  room.guild.letBotSpeak()
  await room.hears('Alpha')
  room.guild.sendBotToAudience()
  await room.discord.waitForMessage(
    room.text,
    () => room.read.filter((text) => text.includes('asked to speak')).length === 2,
  )
  expect(room.guild.botAsksToSpeakSince).not.toBeNull()
  expect(await room.isSilent()).toBe(true)
  await shows(room, room.alice, 'I’m not allowed to speak here, so **Alpha** is waiting')
  room.guild.letBotSpeak()
  await room.hears('Alpha')
  await room.types('/leave')
}, 60_000)
