import { afterAll, beforeAll, expect, test } from 'bun:test'
import { fileURLToPath } from 'node:url'
import { until } from '../discord/until.ts'
import { endInOrder, House } from './house.ts'

const REFUSING = fileURLToPath(
  new URL('../support/preload/refusing-encryption.ts', import.meta.url),
)

let house: House
beforeAll(async () => {
  house = await House.start({ ENGINE_THREADS: '1' }, { preload: [REFUSING] })
})
afterAll(() => endInOrder(house))

test('music that the channel’s encryption refuses in mid-song is said, and heard again after a fresh join', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  await room.reads('The channel’s encryption failed, so nobody could hear me. I’m joining again.')
  const before = room.framesHeard
  await until(() => room.framesHeard > before + 50, 'a second more')
  expect(room.heard().positionS).toBeGreaterThan(3)
  expect(room.guild.botVoiceChannel?.id).toBe(room.lounge.id)
  expect(room.read.filter((text) => text.includes('encryption failed'))).toHaveLength(1)
  await room.types('/leave')
}, 60_000)
