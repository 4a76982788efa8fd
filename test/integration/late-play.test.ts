import { afterAll, beforeAll, expect, test } from 'bun:test'
import { en } from '../../src/gateway/words/en.ts'
import { endInOrder, House } from './house.ts'
import { expectRefusal, Room } from './room.ts'

let house: House
beforeAll(async () => {
  house = await House.start()
})
afterAll(() => endInOrder(house))

/** A link that is found when the test releases that folder of the web server. */
const slow = (folder: string) => `http://127.0.0.1:${house.web.port}/${folder}/Bravo.wav`

for (const ending of ['/leave', '/stop'] as const) {
  test(`what is still looked for at ${ending} ends with it, and its caller is told`, async () => {
    const room = await house.room()
    await room.plays('Alpha')
    const folder = `held-${ending.slice(1)}`
    const late = room.outcome('/play', { query: slow(folder) })
    await room.types(ending)
    house.release(folder)
    await expectRefusal(await late, 'ended-meanwhile')
    const after = await room.types('/queue')
    expect(after).toBe(en.errors['queue-empty'])
    expect(await room.isSilent()).toBe(true)
    expect(room.guild.botVoiceChannel?.id ?? null).toBe(ending === '/leave' ? null : room.lounge.id)
    await room.plays('Bravo')
    await room.types('/leave')
  }, 60_000)
}

test('a caller who has left by the time the track is found is told so, and the bot joins nobody', async () => {
  const room = await house.room()
  const late = room.outcome('/play', { query: slow('held-gone') })
  await house.isAsked('held-gone')
  await room.alice.leaves()
  house.release('held-gone')
  await expectRefusal(await late, 'caller-not-in-voice')
  expect(room.guild.botVoiceChannel).toBeNull()
}, 60_000)

test('whoever has gone to another channel meanwhile is played to there', async () => {
  const room = await house.room()
  const late = room.outcome('/play', { query: slow('held-moved') })
  await house.isAsked('held-moved')
  const attic = room.guild.createVoiceChannel('attic')
  await room.alice.joins(attic)
  house.release('held-moved')
  expect((await late).text).toBe('Playing **Bravo**')
  expect(room.guild.botVoiceChannel?.id).toBe(attic.id)
  await new Room(room.discord, room.guild, attic, room.text, room.alice).hears('Bravo')
  await room.types('/leave')
}, 60_000)
