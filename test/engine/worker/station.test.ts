import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { StreamTitle } from '../../../src/base/stream-title.ts'
import { Charsets } from '../../../src/engine/input/titles/charsets.ts'
import { loadAddon } from '../../../src/engine/native/addon.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { ManualClock } from '../../discord/manual-clock.ts'
import { type RawServer, rawServer } from '../../net/servers.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import {
  broadcast,
  type Song,
  type StationServer,
  streamTitle,
  tuneIn,
} from '../../support/icy-station.ts'
import { PlayingSession } from '../../support/playing-session.ts'

// Decoding takes long on a busy machine, so the limit is generous: no test here asserts a duration.
setDefaultTimeout(120_000)

const FRAME_MS = 20
/** Of SHOUTcast; Icecast's is 16,000. */
const INTERVAL = 8_192

let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(() => files[Symbol.asyncDispose]())

const WAYS = [
  ['native', loadAddon().addon],
  ['portable', null],
] as const

const KINDS = {
  mp3: ['mp3', '-b:a', '128k', '-write_xing', '0', '-id3v2_version', '0'],
  aac: ['aac', '-ar', '44100'],
  // As HE-AAC begins: the addon leaves it to FFmpeg, which tunes in anew.
  'slow aac': ['aac', '-ar', '22050'],
} as const

/** Songs of some seconds each, at a constant bitrate, whose bytes can be told apart by time. */
async function songs(kind: keyof typeof KINDS, titles: readonly string[]): Promise<Song[]> {
  const seconds = 4
  return await Promise.all(
    titles.map(async (title, index) => {
      const [ending, ...args] = KINDS[kind]
      const tone = `sine=${500 + 300 * index}:duration=${seconds}:sample_rate=44100`
      const path = await files.make(`${kind}-${index}.${ending}`, tone, '-ac', '2', ...args)
      return { sound: await Bun.file(path).bytes(), says: streamTitle(title) }
    }),
  )
}

/** An Ogg stream for each song, whose comments name it. */
async function chain(codec: keyof typeof OGG, titles: readonly string[]): Promise<Uint8Array[]> {
  return await Promise.all(
    titles.map(async (title, index) => {
      const [ending, ...args] = OGG[codec]
      const tone = `sine=${500 + 300 * index}:duration=4:sample_rate=48000`
      const named = ['-metadata', 'artist=Ärzte', '-metadata', `title=${title}`, '-ac', '2']
      const path = await files.make(`${codec}-${index}.${ending}`, tone, ...named, ...args)
      return await Bun.file(path).bytes()
    }),
  )
}

const OGG = {
  vorbis: ['ogg', '-c:a', 'libvorbis', '-ar', '44100'],
  opus: ['opus', '-c:a', 'libopus', '-b:a', '96k'],
  flac: ['oga', '-c:a', 'flac', '-ar', '44100'],
} as const

/** Whose guesses have as long as they take, and can be waited for. */
class AwaitedCharsets extends Charsets {
  readonly #asked: Promise<string>[] = []

  constructor() {
    super(new ManualClock())
  }

  override guess(bytes: Uint8Array): Promise<string> {
    const answer = super.guess(bytes)
    this.#asked.push(answer)
    return answer
  }

  async answered(): Promise<void> {
    await Promise.all(this.#asked)
  }
}

interface Told {
  readonly said: StreamTitle
  /** Milliseconds of sound that were sent before. */
  readonly afterMs: number
}

/** Plays a station to its end, and notes what was told when. */
async function listen(server: RawServer, addon: (typeof WAYS)[number][1], ms: number) {
  using charsets = new AwaitedCharsets()
  using playing = new PlayingSession({
    addon,
    charsets,
    policy: addressPolicy({ allowed: [`127.0.0.1:${server.port}`] }),
  })
  await playing.play({ kind: 'http', url: `${server.url}/`, headers: {}, live: true })
  const told: Told[] = []
  for (let passed = 0; passed < ms; passed += FRAME_MS) {
    const seen = playing.events.length
    await charsets.answered()
    await playing.run(FRAME_MS)
    const afterMs = (playing.link.frames.length - 1) * FRAME_MS
    for (const event of playing.events.slice(seen))
      if (event.kind === 'title') told.push({ said: event.said, afterMs })
  }
  return told
}

for (const [way, addon] of WAYS) {
  for (const [kind, ending] of [
    ['shoutcast1', 'mp3'],
    ['shoutcast2', 'aac'],
    ['icecast', 'mp3'],
    ['icecast', 'slow aac'],
  ] as const satisfies readonly (readonly [StationServer, keyof typeof KINDS])[]) {
    test(`a title is told when its sound is heard, not when it comes (${kind}, ${ending}, ${way})`, async () => {
      const programme = await songs(ending, ['First', 'Second', 'Third'])
      const { bytes, places } = broadcast(programme, INTERVAL)
      const total = programme.reduce((sum, { sound }) => sum + sound.length, 0)
      const type = ending === 'mp3' ? 'audio/mpeg' : 'audio/aacp'
      // All comes at once, as stations send the last seconds to whoever tunes in.
      await using server = await rawServer((socket, head) => {
        tuneIn(socket, head, kind, { type, interval: INTERVAL })
        socket.write(bytes)
      })
      const told = await listen(server, addon, 11_500)
      expect(told.map(({ said }) => said.title)).toEqual(['First', 'Second', 'Third'])
      // 128 kbit/s are 16 bytes in a millisecond.
      const msPerByte = ending === 'mp3' ? 1 / 16 : 12_000 / total
      for (const [index, { afterMs }] of told.entries()) {
        const heardMs = (places[index] ?? 0) * msPerByte
        // AAC’s bitrate varies, so that the place in bytes tells the time only nearly.
        expect(Math.abs(afterMs - heardMs)).toBeLessThanOrEqual(ending === 'mp3' ? 60 : 250)
      }
    })
  }

  for (const codec of ['vorbis', 'opus', 'flac'] as const) {
    test(`each link of an Ogg chain names its song when that is heard (${codec}, ${way})`, async () => {
      const links = await chain(codec, ['First', 'Second', 'Third'])
      await using server = await rawServer((socket) => {
        socket.write(
          'HTTP/1.0 200 OK\r\nServer: Icecast 2.4.4\r\nContent-Type: application/ogg\r\nicy-name:Night Radio\r\n\r\n',
        )
        socket.write(Buffer.concat(links))
      })
      const told = await listen(server, addon, 11_500)
      expect(told.map(({ said }) => said.title)).toEqual([
        'Ärzte - First',
        'Ärzte - Second',
        'Ärzte - Third',
      ])
      for (const [index, { afterMs }] of told.entries())
        expect(Math.abs(afterMs - index * 4_000)).toBeLessThanOrEqual(120)
    })
  }
}

test('a station that says something else fifty times a second is told once in a second', async () => {
  const [song] = await songs('mp3', ['One'])
  const part = Math.floor((song?.sound.length ?? 0) / 200)
  const many = Array.from({ length: 200 }, (_, index) => ({
    sound: song?.sound.subarray(index * part, (index + 1) * part) ?? new Uint8Array(),
    says: streamTitle(`No. ${index}`),
  }))
  await using server = await rawServer((socket, head) => {
    tuneIn(socket, head, 'icecast', { interval: part })
    socket.write(broadcast(many, part).bytes)
  })
  const told = await listen(server, loadAddon().addon, 3_900)
  // Where all of it came at once, only the last 64 are still known: 1.3 s of them.
  expect(told.length).toBeGreaterThanOrEqual(2)
  expect(told.length).toBeLessThanOrEqual(5)
  // It's the latest that counts, also of those that came in between.
  for (const { said, afterMs } of told)
    expect(Math.abs(Number(said.title.slice(4)) * 20 - afterMs)).toBeLessThanOrEqual(200)
})

test('what a station repeats is told once', async () => {
  const programme = await songs('mp3', ['One', 'One', 'Two'])
  const parts = programme.flatMap(({ sound, says }) =>
    [0, 1, 2, 3].map((part) => ({
      sound: sound.subarray((part * sound.length) / 4, ((part + 1) * sound.length) / 4),
      says,
    })),
  )
  await using server = await rawServer((socket, head) => {
    tuneIn(socket, head, 'shoutcast1', { interval: INTERVAL })
    socket.write(broadcast(parts, INTERVAL).bytes)
  })
  const told = await listen(server, loadAddon().addon, 11_000)
  expect(told.map(({ said }) => said.title)).toEqual(['One', 'Two'])
})

test('a title is what was meant, in whatever charset a station writes', async () => {
  const [one, two] = await songs('mp3', ['', ''])
  const said = async (first: Uint8Array | string, second: Uint8Array | string) => {
    const programme = [
      { sound: one?.sound ?? new Uint8Array(), says: first },
      { sound: two?.sound ?? new Uint8Array(), says: second },
    ]
    const { bytes } = broadcast(programme, INTERVAL)
    await using server = await rawServer((socket, head) => {
      tuneIn(socket, head, 'shoutcast1', { interval: INTERVAL })
      socket.write(bytes)
    })
    const told = await listen(server, loadAddon().addon, 6_000)
    return told.map(({ said: { title } }) => title)
  }
  const latin1 = (text: string) => Buffer.from(text, 'latin1')
  expect(await said(latin1(streamTitle('Björk - Jóga')), streamTitle('Sigur Rós'))).toEqual([
    'Björk - Jóga',
    'Sigur Rós',
  ])
  // "Кино - Группа крови", "Земфира - Искала": Windows-1251.
  expect(
    await said(
      latin1(streamTitle('\xca\xe8\xed\xee - \xc3\xf0\xf3\xef\xef\xe0 \xea\xf0\xee\xe2\xe8')),
      latin1(streamTitle('\xc7\xe5\xec\xf4\xe8\xf0\xe0 - \xc8\xf1\xea\xe0\xeb\xe0')),
    ),
  ).toEqual(['Кино - Группа крови', 'Земфира - Искала'])
})
