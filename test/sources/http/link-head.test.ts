import { afterAll, beforeAll, expect, test } from 'bun:test'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { HttpFiles } from '../../../src/sources/http/http.ts'
import { TagReader } from '../../../src/sources/tags/tag-reader.ts'
import { ManualClock } from '../../discord/manual-clock.ts'
import { type RawServer, rangeStart, rawServer } from '../../net/servers.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { frame, mp3 } from '../tags/tagged-file.ts'

const never = new AbortController().signal
const reader = new TagReader()
let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(async () => {
  await reader[Symbol.asyncDispose]()
  await files[Symbol.asyncDispose]()
})

/** Time stands unless a test moves it, so that a slow machine reads what a quick one does. */
function find(server: RawServer, name = 'file.bin', clock = new ManualClock()) {
  const policy = addressPolicy({ allowed: [`127.0.0.1:${server.port}`] })
  const attachment = { url: `${server.url}/${name}`, name, sizeBytes: 1 }
  return new HttpFiles(policy, reader, undefined, clock).findAttachment(attachment, never)
}

/** Thirty seconds of noise with tags, in the container that the name's ending says, by FFmpeg. */
async function made(name: string, ...options: string[]): Promise<Uint8Array> {
  const tags = ['title=Größe', 'artist=K/DA'].flatMap((tag) => ['-metadata', tag])
  const noise = 'anoisesrc=d=30:r=48000'
  return await Bun.file(await files.make(name, noise, '-ac', '2', ...tags, ...options)).bytes()
}

/** Serves bytes with ranges, and counts what was written before the reader hung up. */
function serving(body: Uint8Array) {
  return rawServer((socket, head) => {
    const start = rangeStart(head) ?? 0
    socket.write(
      `HTTP/1.1 206 Partial\r\nContent-Range: bytes ${start}-${body.length - 1}/${body.length}\r\n\r\n`,
    )
    socket.end(body.subarray(start))
  })
}

test.each([
  ['a.flac', [], 30_000],
  ['a.mp3', ['-id3v2_version', '3'], 30_000],
  ['a.m4a', ['-movflags', '+faststart'], 30_000],
  ['a.webm', ['-c:a', 'libopus'], 30_000],
  ['a.mka', ['-c:a', 'flac'], 30_000],
  ['a.wav', [], 30_000],
  // An Ogg file states its length in its last page, which is not fetched for that.
  ['a.opus', [], null],
] as const)(
  'a link to %s is called as its tags say, and is as long as it states',
  async (...row) => {
    const [name, options, durationMs] = row
    const body = await made(name, ...options)
    await using server = await serving(body)
    const {
      tracks: [track],
    } = await find(server)
    expect(track).toMatchObject({ title: 'Größe', artist: 'K/DA', live: false })
    if (durationMs === null) expect(track?.durationMs).toBeNull()
    else expect(Math.abs((track?.durationMs ?? 0) - durationMs)).toBeLessThan(60)
    expect(server.requests).toHaveLength(1)
  },
)

test('without a stated length there is none', async () => {
  const body = await made('bare.mp3', '-write_xing', '0')
  await using server = await serving(body)
  const {
    tracks: [track],
  } = await find(server)
  expect(track).toMatchObject({ title: 'Größe', durationMs: null })
})

test('a file without tags keeps its name, and so does one that is damaged or only says so', async () => {
  const nothing = mp3({})
  const damaged = Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(5000, 0xff)])
  const lying = Buffer.concat([Buffer.from('ID3\x04\0\0\x7f\x7f\x7f\x7f', 'latin1'), damaged])
  for (const body of [nothing, damaged, lying]) {
    await using server = await serving(body)
    expect((await find(server, 'its_name.mp3')).tracks).toMatchObject([
      { title: 'its name', artist: null, album: null },
    ])
  }
})

test('a cover of any size costs a title at most, no time and no memory', async () => {
  const cover = frame('APIC', Buffer.alloc(3_000_000, 0x11))
  await using server = await serving(mp3({ TIT2: 'Behind it' }, cover))
  expect((await find(server, 'covered.mp3')).tracks).toMatchObject([{ artist: null }])
})

test('a server that drips doesn’t delay others for its tags', async () => {
  const body = mp3({ TIT2: 'Late' }, frame('TXXX', Buffer.alloc(100_000)))
  await using server = await rawServer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`)
    socket.write(body.subarray(0, 1000))
  })
  const clock = new AskedClock()
  const found = find(server, 'dripping.mp3', clock)
  await clock.asked
  clock.advance(150)
  expect((await found).tracks).toMatchObject([{ live: false }])
})

/** Tells when somebody begins to wait. */
class AskedClock extends ManualClock {
  readonly #asked = Promise.withResolvers<void>()
  readonly asked = this.#asked.promise

  override after(ms: number, task: () => void): Disposable {
    this.#asked.resolve()
    return super.after(ms, task)
  }
}
