import { expect, setDefaultTimeout, test } from 'bun:test'
import { type Addon, loadAddon } from '../../../src/engine/native/addon.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { PlayingSession } from '../../support/playing-session.ts'

// Decoding takes long on a busy machine, so the limit is generous: no test here asserts a duration.
setDefaultTimeout(120_000)

/** The addon, with decoders that really panic after that many frames. */
function faulty(addon: Addon, faultAfterFrames: number): Addon {
  return {
    ...addon,
    Track: class extends addon.Track {
      constructor(...[options, onEvent]: ConstructorParameters<Addon['Track']>) {
        super({ ...options, faultAfterFrames }, onEvent)
      }
    },
  }
}

test('a panic in a decoder ends its track with a code and a position; the others play on', async () => {
  const { addon } = loadAddon()
  if (!addon) throw new Error('build the addon with script/build-native')
  await using files = await AudioFiles.create()
  const path = await files.make('a.flac', 'sine=440:duration=3', '-ac', '2')
  using broken = new PlayingSession({ addon: faulty(addon, 50) })
  using sound = new PlayingSession({ addon })
  await Promise.all([broken.play(path), sound.play(path)])
  await Promise.all([broken.runUntil('failed'), sound.runUntil('ended')])
  expect(broken.story).toEqual(['started', 'failed'])
  const [, failed] = broken.events
  expect(failed).toMatchObject({ code: 'decoder-crashed', expired: false })
  const positionMs = failed?.kind === 'failed' ? failed.positionMs : Number.NaN
  expect(positionMs).toBe(broken.link.frames.length * 20)
  expect(broken.link.frames.length).toBeGreaterThanOrEqual(40)
  expect(sound.link.frames.length).toBe(151)
  await broken.run(200)
  expect(broken.link.story.endsWith('5 silence, off')).toBe(true)
  // The session is as good as before: its next order plays.
  broken.events.length = 0
  await broken.play(path, { playId: 2, startMs: 2500 })
  await broken.runUntil('ended')
})

test('a file that would nest or skip without end fails in time, and says why', async () => {
  const { addon } = loadAddon()
  if (!addon) throw new Error('build the addon with script/build-native')
  const corpus = `${import.meta.dir}/../../../native/audio/tests/corpus`
  await using files = await AudioFiles.create()
  const nested = `${files.folder}/nested.m4a`
  await Bun.write(nested, nestedBoxes(5000))
  for (const [path, code] of [
    [nested, 'decode-failed'],
    [`${corpus}/empty-samples.mp4`, 'no-progress'],
  ] as const) {
    using playing = new PlayingSession({ addon })
    await playing.play(path)
    await playing.runUntil('failed')
    expect(playing.events.at(-1)).toMatchObject({ kind: 'failed', code })
  }
})

/** An MP4 file with its sound nested in that many boxes. */
function nestedBoxes(depth: number): Uint8Array {
  const box = (kind: string, body: Uint8Array) => {
    const size = Buffer.alloc(4)
    size.writeUInt32BE(body.length + 8)
    return Buffer.concat([size, Buffer.from(kind), body])
  }
  const nested = Buffer.alloc(8 * depth)
  for (let level = 0; level < depth; level++) {
    nested.writeUInt32BE(8 * (depth - level), 8 * level)
    nested.write('mdia', 8 * level + 4)
  }
  return Buffer.concat([
    box('ftyp', Buffer.from('M4A \0\0\0\0M4A isom')),
    box('moov', box('trak', nested)),
    box('mdat', Buffer.alloc(64)),
  ])
}
