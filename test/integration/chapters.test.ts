import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { en } from '../../src/gateway/words/en.ts'
import type { InteractionOutcome, Message } from '../discord/local-discord.ts'
import { flatten } from '../discord/people/message.ts'
import { until } from '../discord/until.ts'
import { markedWav } from '../support/marked-tones.ts'
import { endInOrder, House } from './house.ts'
import { expectRefusal, type Room } from './room.ts'

setDefaultTimeout(120_000)

const SECONDS = 20
const HZ = 500
const VIDEO = 'https://v.example/album'
/** A site whose search finds an album as one video, and whose page of it has its chapters. */
const SITE = (folder: string) => `#!/usr/bin/env python3
import json, sys
if '--version' in sys.argv: print('2026.01.01'); sys.exit()
video = {'title': 'Album', 'channel': 'Ann', 'duration': ${SECONDS}, 'webpage_url': '${VIDEO}', 'protocol': 'http',
  'url': open('${folder}/web').read() + 'Album.wav',
  'chapters': [{'start_time': 0, 'title': 'Red *one*'}, {'start_time': 4, 'title': 'Green'}, {'start_time': 8, 'title': 'Blue'}]}
print(json.dumps({'entries': [video]} if 'ytsearch' in sys.argv[-1] else video))
`

let house: House
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-chapters-'))
  await writeFile(join(folder, 'yt-dlp'), SITE(folder), { mode: 0o755 })
  house = await House.start(
    { YTDLP_PATH: join(folder, 'yt-dlp') },
    { files: { 'Album.wav': markedWav(HZ, SECONDS) } },
  )
  await writeFile(join(folder, 'web'), `http://127.0.0.1:${house.web.port}/`)
})
afterAll(async () => {
  await endInOrder(house)
  await rm(folder, { recursive: true })
})

/** Positions in the album that alice has heard from a frame on, in seconds, in order. */
function heardFrom(room: Room, frame: number): number[] {
  const positions: number[] = []
  for (let upTo = frame + 20; upTo <= room.framesHeard; upTo += 5) {
    const heard = room.heard(upTo)
    if (Math.abs(heard.toneHz - HZ) < 10) positions.push(heard.positionS)
  }
  return positions
}

const shown = ({ response }: InteractionOutcome): Message => {
  if (response === null) throw new Error('no answer')
  return response
}

test.concurrent('/play split queues the chapters as tracks, which play just their parts, one after another', async () => {
  const room = await house.room({ announcements: 'lines' })
  const answer = await room.types('/play', { query: 'the album', split: true })
  expect(answer).toStartWith('Playing **Ann – Red \\*one\\***')
  const queue = await room.types('/queue')
  expect(queue).toContain('`1` **Ann – Green**')
  expect(queue).toContain('`2` **Ann – Blue**')
  await room.types('/skip')
  const from = room.framesHeard
  await room.reads('Playing **Ann – Blue**')
  await until(() => heardFrom(room, from).some((at) => at > 9), 'the third chapter')
  const heard = heardFrom(room, from).filter((at) => at < 9)
  // Green and Blue follow one another without a gap, and each plays on its own.
  expect(heard[0]).toBeLessThan(5)
  expect(Math.min(...heard.slice(3))).toBeGreaterThan(3.7)
  expect(heard.every((at, index) => index < 3 || at >= (heard[index - 1] ?? 0) - 0.3)).toBe(true)
  expect(await room.types('/nowplaying')).toContain('/ 0:12')
})

test.concurrent('/chapters shows them and jumps to one; the card names the one that plays', async () => {
  const room = await house.room()
  await expectRefusal(await room.outcome('/chapters'), 'nothing-playing')
  await room.types('/play', 'the album')
  await until(
    () => room.cards.some(({ text }) => text.includes('Chapter: Red \\*one\\*')),
    'the card',
  )
  const list = await room.outcome('/chapters')
  expect(list.text).toBe(
    `${en.chapters.of('**Ann – Album**' as never)}\n**\`0:00\` Red \\*one\\***\n\`0:04\` Green\n\`0:08\` Blue`,
  )
  expect(shown(list).ephemeral).toBe(true)
  const menu = flatten(shown(list).components).flatMap(({ custom_id: id }) => (id ? [id] : []))[0]
  const from = room.framesHeard
  await (await room.alice.selects(shown(list), menu ?? '', '8000')).settled()
  expect(list.text).toContain('**`0:08` Blue**')
  expect(await room.jumped(from, (at) => at > 7.5)).toBeLessThan(9.5)
  await until(
    () => room.cards.some(({ text }) => text.includes('Chapter: Blue')),
    'the card, again',
  )
})

test.concurrent('what has no chapters plays whole, and has none to show', async () => {
  const room = await house.room()
  expect(await room.types('/play', { query: 'alpha', split: true })).toBe('Playing **Alpha**')
  await expectRefusal(await room.outcome('/chapters'), 'no-chapters')
})
