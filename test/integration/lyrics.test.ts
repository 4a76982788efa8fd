import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { en } from '../../src/gateway/words/en.ts'
import { until } from '../discord/until.ts'
import { taggedWav } from '../support/tagged-wav.ts'
import { endInOrder, House } from './house.ts'
import { expectRefusal } from './room.ts'

setDefaultTimeout(120_000)

const SECONDS = 9
const SYNCED =
  '[00:00.00]The first @everyone line\n[00:03.00]The *second* line\n[00:06.00]The third line'
const files = {
  'Served.wav': taggedWav(500, SECONDS, { INAM: 'Served', IART: 'Ann' }),
  'Plain.wav': taggedWav(600, SECONDS, { INAM: 'Plain', IART: 'Ann' }),
  'Unknown.wav': taggedWav(700, SECONDS, { INAM: 'Unknown', IART: 'Ann' }),
  'Broken.wav': taggedWav(800, SECONDS, { INAM: 'Broken', IART: 'Ann' }),
  'Beside.wav': taggedWav(900, SECONDS, { INAM: 'Beside', IART: 'Ann' }),
  'Beside.lrc': 'Just words\nthat lie beside',
}

/** A service that speaks LRCLIB's protocol. */
const service = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch: ({ url }) => {
    const { pathname, searchParams } = new URL(url)
    const title = searchParams.get('track_name') ?? searchParams.get('q') ?? ''
    const song = { trackName: title, artistName: 'Ann', duration: SECONDS, instrumental: false }
    if (title === 'Broken') return new Response('no', { status: 503 })
    if (pathname === '/api/get' && title === 'Served')
      return Response.json({ ...song, plainLyrics: null, syncedLyrics: SYNCED })
    if (pathname === '/api/get' && title === 'Plain')
      return Response.json({ ...song, plainLyrics: 'A plain line', syncedLyrics: null })
    if (pathname === '/api/search' && title.startsWith('Somebody'))
      return Response.json([{ ...song, plainLyrics: 'Another song', syncedLyrics: null }])
    return Response.json(pathname === '/api/search' ? [] : { code: 404 }, {
      status: pathname === '/api/search' ? 200 : 404,
    })
  },
})

let house: House
beforeAll(async () => {
  const url = `http://127.0.0.1:${service.port}/`
  house = await House.start({ LYRICS_URL: url }, { files })
  await until(() => house.logged('library indexed').length > 0, 'the library')
})
afterAll(async () => {
  await endInOrder(house)
  await service.stop(true)
})

test('the line that’s sung follows the music in the message, and when the track is over all words stay', async () => {
  const room = await house.room()
  await room.types('/play', 'Served')
  const answer = await room.outcome('/lyrics')
  expect(answer.text).toStartWith('### **Ann – Served**\n')
  expect(answer.text).toEndWith(`-# From 127.0.0.1\\:${service.port}`)
  const lines = [
    '**The first @\u200beveryone line**',
    '**The \\*second\\* line**',
    '**The third line**',
  ]
  for (const line of lines.slice(1)) await until(() => answer.text.includes(line), line, 20_000)
  const shown = lines.map((line) => line.replaceAll('**', '')).join('\n')
  await until(() => answer.text.includes(`\n${shown}\n`), 'all words', 20_000)
  expect(room.pinged).toBe(false)
})

test('words without times stay as they are; those beside a file need no service', async () => {
  const room = await house.room()
  expect(await room.types('/lyrics')).toBe(en.errors['nothing-playing'])
  await room.types('/play', 'Plain')
  expect(await room.types('/lyrics')).toContain('\nA plain line\n')
  await room.types('/play', { query: 'Beside', now: true })
  expect(await room.says((text) => text.includes('Just words'), '/lyrics')).toBe(
    '### **Ann – Beside**\nJust words\nthat lie beside\n-# From the music file',
  )
  expect(await room.types('/lyrics', { query: 'Somebody else' })).toContain('Another song')
})

test('that there are none, or that the service doesn’t answer, only the caller reads', async () => {
  const room = await house.room()
  await room.types('/play', 'Unknown')
  await expectRefusal(await room.outcome('/lyrics'), 'no-lyrics')
  await room.types('/play', { query: 'Broken', now: true })
  await expectRefusal(await room.outcome('/lyrics'), 'lyrics-away')
})
