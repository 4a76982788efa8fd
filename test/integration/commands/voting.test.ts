import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { fileURLToPath } from 'node:url'
import { en } from '../../../src/gateway/words/en.ts'
import type { Member, Message } from '../../discord/local-discord.ts'
import { flatten } from '../../discord/people/message.ts'
import { endInOrder, House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'

setDefaultTimeout(120_000)

const ONE_MINUTE = fileURLToPath(new URL('../../support/preload/one-minute.ts', import.meta.url))
const MANAGE_SERVER = 1n << 5n

let house: House
beforeAll(async () => {
  house = await House.start({}, { preload: [ONE_MINUTE] })
})
afterAll(() => endInOrder(house))

/** Alice's tracks play to her, bob, cid and dan; mia may manage the server and listens nowhere. */
async function concert(settings: Record<string, string | number>) {
  const room = await house.room()
  const [bob, cid, dan, mia] = ['bob', 'cid', 'dan', 'mia'].map((name) =>
    room.guild.createMember(name),
  ) as [Member, Member, Member, Member]
  room.guild.giveRole(mia, room.guild.createRole('staff', MANAGE_SERVER))
  for (const one of [bob, cid, dan]) await one.joins(room.lounge, { listen: false })
  await room.plays('Alpha')
  await room.types('/play', 'bravo')
  await room.types('/settings', settings, { by: mia })
  return { room, bob, cid, dan, mia }
}

const vote = (room: Room, by: Member, line = '/voteskip') => room.types(line, {}, { by })

test('listeners skip by vote, across a crash, and whoever asked for a track skips it alone', async () => {
  const { room, bob, cid, dan } = await concert({ 'vote-skip': 75 })
  expect(await vote(room, bob)).toStartWith('Vote to skip **Alpha**: 1 of 3.')
  expect(await vote(room, bob, '/skip')).toStartWith('Vote to skip **Alpha**: 1 of 3.')
  await expectRefusal(await room.outcome('/stop', {}, { by: cid }), 'dj-only')
  await expectRefusal(
    await room.outcome('/play', { query: 'charlie', now: true }, { by: cid }),
    'dj-only',
  )
  await house.stores(room, ({ vote }) => vote !== null)
  await house.crash()
  await house.startAgain()
  await room.hears('Alpha')
  expect(await vote(room, cid)).toStartWith('Vote to skip **Alpha**: 2 of 3.')
  // Three are left, of whom three quarters are three; without dan it's two of two.
  await dan.leaves()
  expect(await vote(room, cid)).toStartWith('Vote to skip **Alpha**: 2 of 3.')
  await room.alice.leaves()
  await room.reads('Skipped **Alpha**. Next: **Bravo**.')
  await room.alice.joins(room.lounge)
  await room.hears('Bravo')
  expect(await vote(room, room.alice, '/skip')).toBe('Skipped **Bravo**. The queue is empty.')
  await room.types('/leave')
})

test('a vote that isn’t won in time is over, and the room reads that', async () => {
  const { room, bob } = await concert({ 'vote-skip': 75 })
  await vote(room, bob)
  process.kill(house.bot.pid, 'SIGUSR2')
  await room.reads('The vote to skip **Alpha** is over: 1 of 3 wanted it.')
  await room.hears('Alpha')
  await room.types('/stop')
  await room.types('/leave')
})

test('only DJs control the music where that’s set, and hand it on', async () => {
  const { room, bob, cid, mia } = await concert({ 'dj-only': 'control' })
  await expectRefusal(await room.outcome('/pause', {}, { by: bob }), 'dj-only')
  await expectRefusal(await room.outcome('/dj', { member: bob.id }, { by: bob }), 'dj-only')
  expect(await room.types('/dj', { member: bob.id })).toBe(`<@${bob.id}> leads the music now.`)
  expect(await room.types('/pause', {}, { by: bob })).toBe('Paused **Alpha**.')
  await expectRefusal(await room.outcome('/resume', {}), 'dj-only')
  await expectRefusal(await room.outcome('/dj', { member: mia.id }, { by: bob }), 'dj-not-here')
  const djs = room.guild.createRole('djs')
  room.guild.giveRole(cid, djs)
  const set = await room.types(
    '/settings',
    { 'dj-role': djs.id, 'dj-only': 'everything' },
    { by: mia },
  )
  expect(set).toContain(`Members of <@&${djs.id}> are DJs.`)
  expect(set).toContain(en.settings.fields.djOnly.say('everything'))
  expect(room.pinged).toBe(false)
  expect(await room.types('/resume', {}, { by: cid })).toBe('Resumed **Alpha**.')
  await expectRefusal(await room.outcome('/play', 'bravo'), 'dj-only')
  expect(await room.types('/leave', {}, { by: cid })).toBe('Left the voice channel.')
})

test('the card’s skip counts votes as the command does, and asks the others for theirs', async () => {
  const { room, bob, cid } = await concert({ 'vote-skip': 50, announcements: 'card' })
  await room.types('/volume', { percent: 100 })
  const isCard = (message: Message) => skipOf(message) !== undefined
  const card = await house.discord.waitForMessage(room.text, isCard)
  const voted = await (await bob.presses(card, skipOf(card) ?? '')).settled()
  expect(voted.followUps.map(({ text }) => text).join() || voted.text).toContain(': 1 of 2.')
  expect(room.read.at(-1)).toStartWith('Vote to skip **Alpha**: 1 of 2.')
  await Promise.all([bob, cid].map((one) => one.presses(card, skipOf(card) ?? '')))
  await room.hears('Bravo')
  await room.types('/leave')
})

const skipOf = ({ components }: Message): string | undefined =>
  flatten(components).find(({ custom_id: id }) => id?.startsWith('v1:card-skip'))?.custom_id
