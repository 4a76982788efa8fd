import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { unfiltered } from '../../../src/domain/sound.ts'
import { FileBytes } from '../../../src/engine/input/file-bytes.ts'
import type { Addon, RawTrackEvent } from '../../../src/engine/native/addon.ts'
import { NativeTrack } from '../../../src/engine/native/native-track.ts'
import { until } from '../../discord/until.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { addon } from '../../support/played-track.ts'

// Decoding takes long on a busy machine, so the limit is generous: no test here asserts a duration.
setDefaultTimeout(120_000)

let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(() => files[Symbol.asyncDispose]())

/** Two seconds, in so few bytes that all of them are with the thread before the first is played. */
async function track(from: Addon = addon()) {
  const path = await files.make('short.flac', 'sine=440:d=2', '-ar', '48000', '-ac', '1')
  const bytes = await FileBytes.open(path)
  const failures: string[] = []
  let ready = 0
  const native = new NativeTrack({
    ...{
      addon: from,
      bytes,
      restartable: true,
      exactSeek: true,
      startMs: 0,
      sound: unfiltered(100),
    },
    ...{ bitrate: 128_000, complexity: 5 },
    events: {
      onReady: () => ready++,
      onFailed: ({ code }) => failures.push(code),
    },
  })
  await until(() => ready === 1 && native.buffered() === 10, 'the first frames')
  const dispose = async () => {
    native[Symbol.dispose]()
    bytes[Symbol.dispose]()
  }
  return { native, failures, readyTimes: () => ready, [Symbol.asyncDispose]: dispose }
}

const out = new Uint8Array(1276)

/**
 * Takes frames until `left` of two seconds are to come, and maybe one behind them, without letting the event loop
 * turn. With five left, the thread is woken, and finds the end.
 */
function takeAllBut(left: number, native: NativeTrack): void {
  for (let taken = 0; taken < 100 - left; ) {
    if (native.take(out) > 0) taken += 1
    else Bun.sleepSync(1)
  }
}

test('an end from before a seek ends nothing, and is no loss of what follows', async () => {
  await using played = await track()
  const { native, failures } = played
  takeAllBut(4, native)
  // The thread is at the end, and says so: its word waits until the event loop turns.
  Bun.sleepSync(200)
  expect(native.seek(200)).toBe(200)
  await until(() => native.buffered() === 10, 'the frames behind the seek')
  expect(native.complete()).toBe(false)
  expect(failures).toEqual([])
  takeAllBut(10 + 4, native)
  await until(() => native.complete(), 'the end')
  expect(failures).toEqual([])
})

test('a failure from before a seek no longer counts: the track is opened again where the seek led', async () => {
  const tell: ((event: RawTrackEvent) => void)[] = []
  const real = addon()
  class Telling extends real.Track {
    constructor(...[options, onEvent]: ConstructorParameters<typeof real.Track>) {
      super(options, onEvent)
      tell.push(onEvent)
    }
  }
  await using played = await track({ ...real, Track: Telling })
  const { native, failures, readyTimes } = played
  native.seek(1_000)
  tell[0]?.({ kind: 'failed', code: 'decode-failed', detail: 'x', epoch: 0 })
  await until(() => readyTimes() === 2 && native.buffered() > 0, 'the track that was opened anew')
  expect(native.positionMs()).toBe(1_000)
  expect(failures).toEqual([])
  // What fails where the last seek led is told.
  native.seek(500)
  tell[1]?.({ kind: 'failed', code: 'decode-failed', detail: 'x', epoch: 1 })
  expect(failures).toEqual(['decode-failed'])
})
