import { expect, test } from 'bun:test'
import { EventEmitter } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { SegueError } from '../../src/base/error.ts'
import { guildId, userId } from '../../src/base/ids.ts'
import type { Media } from '../../src/domain/media.ts'
import { EngineThread, type EngineThreadEvents } from '../../src/engine/engine-thread.ts'
import type { FromWorker, Renewal, ToWorker } from '../../src/engine/protocol/messages.ts'
import { Renewals } from '../../src/engine/worker/renewals.ts'
import { silentLog } from '../../src/observability/log.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { track } from '../domain/player/sample.ts'

const renewal: Renewal = { guildId: guildId('1'), track: track('x') }
const other: Media = { kind: 'http', url: 'http://x.test/2', headers: {}, live: false }

/** The thread's end of the messages, in this thread; they cross in order, and not at once. */
class NearThread extends EventEmitter {
  readonly renewals = new Renewals((message) => this.#post(message))
  readonly got: ToWorker[] = []

  postMessage(message: ToWorker): void {
    queueMicrotask(() => {
      this.got.push(message)
      if (message.type === 'start') this.#post({ type: 'ready' })
      if (message.type === 'renewed') this.renewals.answer(message.id, message.media)
    })
  }

  terminate(): Promise<number> {
    return Promise.resolve(0)
  }

  #post(message: FromWorker): void {
    queueMicrotask(() => this.emit('message', message))
  }
}

async function started(onRenewal: EngineThreadEvents['onRenewal']): Promise<NearThread> {
  const near = new NearThread()
  await EngineThread.start({
    settings: {
      ...{
        selfId: userId('9'),
        index: 0,
        native: false,
        encoderComplexity: 5,
        ffmpegPath: 'ffmpeg',
      },
      addresses: { allowed: [], refused: [], ports: [] },
    },
    spawn: () => near as unknown as Worker,
    clock: new ManualClock(),
    log: silentLog,
    events: {
      ...{ onRenewal, onEvent() {}, onReleased() {}, onDeath() {} },
      onVoiceRequest: () => ({ sent: false, retryAfterMs: 0 }),
    },
  })
  return near
}

const never = new AbortController().signal

test('a thread gets another link for its own, or hears that there is none', async () => {
  let asked: unknown = null
  const near = await started(async (of) => {
    asked = of
    return other
  })
  expect(await near.renewals.ask(renewal, never)).toEqual(other)
  expect(asked).toEqual(renewal)
  const without = await started(() => Promise.reject(new SegueError('gone')))
  expect(await without.renewals.ask(renewal, never)).toBeNull()
})

test('a link that nobody waits for any more is looked for no longer, and not told', async () => {
  const dropped = Promise.withResolvers<void>()
  const found = Promise.withResolvers<Media>()
  const near = await started((_, signal) => {
    signal.addEventListener('abort', () => dropped.resolve())
    return found.promise
  })
  const stop = new AbortController()
  const asking = near.renewals.ask(renewal, stop.signal)
  stop.abort()
  expect(await asking).toBeNull()
  await dropped.promise
  found.resolve(other)
  // Of another one that's told, so that the first would have been by then.
  expect(await near.renewals.ask(renewal, never)).toEqual(other)
  expect(near.got.map(({ type }) => type)).toEqual(['start', 'renewed'])
  expect(await near.renewals.ask(renewal, AbortSignal.abort())).toBeNull()
  expect(near.got).toHaveLength(2)
})

test('nothing is looked for on behalf of a thread that has died', async () => {
  const dropped = Promise.withResolvers<void>()
  const near = await started((_, signal) => {
    signal.addEventListener('abort', () => dropped.resolve())
    near.emit('exit', 1)
    return new Promise(() => {})
  })
  void near.renewals.ask(renewal, never)
  await dropped.promise
})
