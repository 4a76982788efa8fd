import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { StreamTitle } from '../../../src/base/stream-title.ts'
import { loadAddon } from '../../../src/engine/native/addon.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
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

/** Songs of some seconds each, at a constant bitrate, whose bytes can be told apart by time. */
async function songs(ending: 'mp3' | 'aac', titles: readonly string[]): Promise<Song[]> {
  const seconds = 4
  return await Promise.all(
    titles.map(async (title, index) => {
      const args =
        ending === 'mp3' ? ['-b:a', '128k', '-write_xing', '0', '-id3v2_version', '0'] : []
      const tone = `sine=${500 + 300 * index}:duration=${seconds}:sample_rate=44100`
      const path = await files.make(`song-${index}.${ending}`, tone, '-ac', '2', ...args)
      return { sound: await Bun.file(path).bytes(), says: streamTitle(title) }
    }),
  )
}

interface Told {
  readonly said: StreamTitle
  /** Milliseconds of sound that were sent before. */
  readonly afterMs: number
}

/** Plays a station to its end, and notes what was told when. */
async function listen(server: RawServer, addon: (typeof WAYS)[number][1], ms: number) {
  using playing = new PlayingSession({
    addon,
    policy: addressPolicy({ allowed: [`127.0.0.1:${server.port}`] }),
  })
  await playing.play({ kind: 'http', url: `${server.url}/`, headers: {}, live: true })
  const told: Told[] = []
  for (let passed = 0; passed < ms; passed += FRAME_MS) {
    const seen = playing.events.length
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
  ] as const satisfies readonly (readonly [StationServer, string])[]) {
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
      const msPerByte = 12_000 / total
      for (const [index, { afterMs }] of told.entries()) {
        const heardMs = (places[index] ?? 0) * msPerByte
        expect(Math.abs(afterMs - heardMs)).toBeLessThanOrEqual(150)
      }
    })
  }
}
