import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { endInOrder, House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'

setDefaultTimeout(120_000)

const MANAGE_SERVER = 1n << 5n

let house: House
beforeAll(async () => {
  house = await House.start()
})
afterAll(() => endInOrder(house))

/** Alpha plays, and these follow in that order. */
async function playing(...names: readonly string[]): Promise<Room> {
  const room = await house.room()
  await room.plays('Alpha')
  for (const name of names) await room.types('/play', name)
  return room
}

/** Titles in the order in which they come. */
const queued = async (room: Room): Promise<string> => {
  const page = await room.types('/queue')
  return [...page.matchAll(/^`\d+` \*\*(\w+)/gm)].map(([, title]) => title).join(' ')
}

test.concurrent('/previous plays what played before, also after a shuffle, and goes further back', async () => {
  const room = await playing('bravo', 'charlie', 'delta')
  await room.types('/skip')
  await room.hears('Bravo')
  await room.types('/shuffle')
  await room.types('/jump', { position: 1 })
  expect(await room.types('/previous')).toBe('Playing **Bravo**')
  await room.hears('Bravo')
  expect(await room.types('/previous')).toBe('Playing **Alpha**')
  await room.hears('Alpha')
  expect((await queued(room)).split(' ')).toHaveLength(3)
  expect(await queued(room)).toStartWith('Bravo')
  await expectRefusal(await room.outcome('/previous'), 'nothing-before')
})

test.concurrent('/replay begins the track anew, also one that is paused or over', async () => {
  const room = await playing()
  const first = room.framesHeard
  await room.types('/seek', '0:30')
  await room.jumped(first, (positionS) => positionS > 29)
  await room.types('/pause')
  const before = room.framesHeard
  expect(await room.types('/replay')).toBe('Playing **Alpha** from the start.')
  expect(await room.jumped(before, (positionS) => positionS < 5)).toBeLessThan(1)
  await room.types('/skip')
  expect(await room.types('/replay')).toBe('Playing **Alpha**')
  await room.hears('Alpha')
})

test.concurrent('/jump plays a track from the middle at once, and keeps those before it', async () => {
  const room = await playing('bravo', 'charlie', 'delta')
  expect(await room.types('/jump', { position: 2 })).toBe('Playing **Charlie**')
  await room.hears('Charlie')
  expect(await queued(room)).toBe('Bravo Delta')
  await expectRefusal(await room.outcome('/jump', { position: 3 }), 'bad-index')
})

test.concurrent('/swap lets two tracks change places', async () => {
  const room = await playing('bravo', 'charlie', 'delta')
  expect(await room.types('/swap', { first: 3, second: 1 })).toBe(
    'Swapped **Delta** and **Bravo**.',
  )
  expect(await queued(room)).toBe('Delta Charlie Bravo')
  await expectRefusal(await room.outcome('/swap', { first: 1, second: 4 }), 'bad-index')
})

test.concurrent('/undo takes back the last changes, one at a time, also a stop', async () => {
  const room = await playing('bravo', 'charlie', 'delta')
  await room.types('/shuffle')
  await room.types('/move', { from: 1, to: 3 })
  await room.types('/remove', { position: '2' })
  await room.types('/clear')
  await room.types('/stop')
  expect(await room.types('/undo')).toBe('Undid /stop. The queue now has 0 tracks.')
  await room.hears('Alpha')
  expect(await room.types('/undo')).toBe('Undid /clear. The queue now has 2 tracks.')
  expect(await room.types('/undo')).toBe('Undid /remove. The queue now has 3 tracks.')
  expect(await room.types('/undo')).toBe('Undid /move. The queue now has 3 tracks.')
  expect(await room.types('/undo')).toBe('Undid /shuffle. The queue now has 3 tracks.')
  expect(await queued(room)).toBe('Bravo Charlie Delta')
  expect(await room.types('/undo')).toBe('Undid /play. The queue now has 2 tracks.')
  expect(await queued(room)).toBe('Bravo Charlie')
  const dora = room.guild.createMember('dora')
  await expectRefusal(await room.outcome('/undo', {}, { by: dora }), 'caller-not-in-voice')
})

test.concurrent('/remove takes one track, or those from one number to another', async () => {
  const room = await playing('bravo', 'charlie', 'delta', 'alpha')
  expect(await room.types('/remove', { position: '2-3' })).toBe('Removed 2 tracks from the queue.')
  expect(await queued(room)).toBe('Bravo Alpha')
  await expectRefusal(await room.outcome('/remove', { position: '2-9' }), 'bad-index')
  await expectRefusal(await room.outcome('/remove', { position: 'all' }), 'bad-index')
  expect(await room.types('/remove', { position: '1' })).toBe('Removed **Bravo** from the queue.')
  expect(await queued(room)).toBe('Alpha')
})

test.concurrent('a server’s rules about turns, duplicates and numbers hold, and answers say so', async () => {
  const room = await house.room()
  const admin = room.guild.createMember('ada')
  room.guild.giveRole(admin, room.guild.createRole('staff', MANAGE_SERVER))
  const bob = room.guild.createMember('bob')
  for (const member of [admin, bob]) await member.joins(room.lounge, { listen: false })
  await room.plays('Alpha')
  await room.types('/play', 'bravo')
  await room.types('/play', 'charlie')
  const rules = { 'fair-order': true, duplicates: 'block', 'max-per-member': 2 }
  await room.types('/settings', rules, { by: admin })
  expect(await room.types('/play', 'delta', { by: bob })).toBe('Queued **Delta** at position 1')
  expect(await queued(room)).toBe('Delta Bravo Charlie')
  await expectRefusal(await room.outcome('/playnext', 'blip', { by: bob }), 'dj-only')
  await expectRefusal(await room.outcome('/move', { from: 3, to: 1 }, { by: bob }), 'dj-only')
  await expectRefusal(await room.outcome('/play', 'bravo', { by: bob }), 'already-queued')
  await expectRefusal(await room.outcome('/play', 'blip'), 'member-limit')
  await room.types('/settings', { 'max-per-member': 0, duplicates: 'warn' }, { by: admin })
  expect(await room.types('/play', 'bravo', { by: bob })).toBe(
    'Queued **Bravo** at position 3\n1 track of these was in the queue already.',
  )
  await room.types('/settings', { 'max-queue': 4 }, { by: admin })
  await expectRefusal(await room.outcome('/play', 'blip'), 'queue-full')
})

test.concurrent('/remove also takes what a member queued, what comes again, and what absent members left', async () => {
  const room = await playing('bravo')
  const bob = room.guild.createMember('bob')
  await bob.joins(room.lounge, { listen: false })
  for (const name of ['charlie', 'bravo', 'delta']) await room.types('/play', name, { by: bob })
  expect(await room.types('/remove', { duplicates: true })).toBe('Removed 1 track from the queue.')
  expect(await queued(room)).toBe('Bravo Charlie Delta')
  await expectRefusal(await room.outcome('/remove', { absent: true }), 'nothing-to-remove')
  await expectRefusal(await room.outcome('/remove', { absent: true, position: '1' }), 'one-removal')
  await bob.leaves()
  expect(await room.types('/remove', { absent: true })).toBe('Removed 2 tracks from the queue.')
  expect(await queued(room)).toBe('Bravo')
  expect(await room.types('/undo')).toBe('Undid /remove. The queue now has 3 tracks.')
  expect(await room.types('/remove', { by: bob })).toBe('Removed 2 tracks from the queue.')
})

test.concurrent('/history shows what really played, the latest first', async () => {
  const room = await playing('bravo', 'charlie')
  await expectRefusal(await room.outcome('/history'), 'nothing-before')
  await room.types('/skip')
  await room.hears('Bravo')
  await room.types('/skip')
  expect((await room.types('/history')).split('\n')).toEqual([
    'What played, the latest first:',
    `\`1\` **Bravo** (0:40 · <@${room.alice.id}>)`,
    `\`2\` **Alpha** (0:40 · <@${room.alice.id}>)`,
    'Page 1 of 1',
  ])
  // Numbers of the queue have nothing to do with it.
  expect(await room.types('/history', { page: 2 })).toBe(await room.types('/history'))
  expect(room.pinged).toBe(false)
})

test.concurrent('/grab sends the track to whoever asks, and /help tells of every command', async () => {
  const room = await playing()
  const grabbed = await room.outcome('/grab')
  expect(grabbed.text).toBe('I’ve sent you that track as a direct message.')
  expect(grabbed.response?.ephemeral).toBe(true)
  // As Discord answers for somebody who takes no direct messages.
  house.discord.faults.rest.failNext('POST /users/@me/channels', 403, { code: 50_007 })
  const bob = room.guild.createMember('bob')
  const answered = await room.outcome('/grab', {}, { by: bob })
  expect([answered.text, answered.response?.ephemeral]).toEqual(['**Alpha** (0:40)', true])
  let told = ''
  for (let page = 1; page <= 3; page++) told += await room.types('/help', { page })
  expect(told).toEndWith(await room.types('/help', { page: 9 }))
  for (const name of ['play', 'undo', 'grab', 'settings']) expect(told).toContain(`\`/${name}\` `)
})
