import { afterAll, beforeAll, expect, test } from 'bun:test'
import { until } from '../discord/until.ts'
import { LocalSubsonic } from '../sources/opensubsonic/local-subsonic.ts'
import { endInOrder, House } from './house.ts'
import { TRACKS, trackPath } from './tracks.ts'

let nas: LocalSubsonic
let house: House
beforeAll(async () => {
  const bytes = await Bun.file(await trackPath('Bravo')).bytes()
  const names = { title: 'Haystack', artist: 'Ann', album: 'First', suffix: 'wav' }
  const song = { id: '1', ...names, seconds: TRACKS.Bravo.seconds, bytes: () => bytes }
  nas = new LocalSubsonic({ user: 'bot', password: 's3cret', catalog: { songs: [song] } })
  house = await House.start({ SUBSONIC_URLS: nas.url })
}, 120_000)
afterAll(async () => {
  await endInOrder(house)
  nas[Symbol.dispose]()
})

const played = () => nas.scrobbled.filter(({ submission }) => submission === 'true')

test('a server is told of a play once half of the song was heard, and of none that was skipped before', async () => {
  const room = await house.room()
  const startedBefore = Date.now()
  await room.types('/play', 'haystack')
  await room.hears('Bravo')
  const half = (TRACKS.Bravo.seconds / 2) * 50
  await until(() => room.framesHeard > half + 50, 'a second more than half of it', 60_000)
  await room.types('/skip')
  await until(() => played().length === 1, 'that it was played')
  const [told] = played()
  expect(told?.id).toBe('1')
  expect(Number(told?.time)).toBeWithin(startedBefore, startedBefore + 10_000)

  await room.types('/play', 'haystack')
  await room.hears('Bravo')
  const before = nas.scrobbled.length
  await room.types('/seek', '0:35')
  await room.jumped(room.framesHeard, (positionS) => positionS > 35)
  // What was sought over isn't heard.
  await room.types('/skip')
  await room.types('/play', 'haystack')
  await until(() => nas.scrobbled.length > before, 'that the next one plays')
  expect(played()).toHaveLength(1)
}, 180_000)
