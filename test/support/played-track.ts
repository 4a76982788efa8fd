import { type Sound, unfiltered } from '../../src/domain/sound.ts'
import {
  type Addon,
  loadAddon,
  type RawTrackEvent,
  type Track,
} from '../../src/engine/native/addon.ts'

/** The longest packet that a track gives, and a byte to see that it never gives more. */
const OUT_BYTES = 1277
const CHUNK_BYTES = 64 * 1024

export interface PlayOptions {
  readonly startMs?: number
  readonly sound?: Sound
  readonly bitrate?: number
  readonly complexity?: number
  readonly passthrough?: boolean
  readonly exactSeek?: boolean
  readonly input?: 'auto' | 'pcm'
  /** False hides the length: nothing can be sought. */
  readonly seekable?: boolean
  readonly faultAfterFrames?: number
  /** Called after each frame taken, with how many there were; may steer the track. */
  readonly onFrame?: (taken: number, track: Track) => void | Promise<void>
  /** Ends the playing early. */
  readonly maxFrames?: number
}

export interface Played {
  readonly frames: readonly Uint8Array[]
  /** What `positionMs` said before each frame. */
  readonly positionsMs: readonly number[]
  readonly events: readonly RawTrackEvent[]
}

export function addon(): Addon {
  const loaded = loadAddon()
  if (!loaded.addon) throw new Error(`build the addon with script/build-native: ${loaded.reason}`)
  return loaded.addon
}

/** Feeds a track from bytes in memory as a worker does from a file, and takes its frames as they come. */
export async function play(bytes: Uint8Array, options: PlayOptions = {}): Promise<Played> {
  const feed = new Feed(bytes)
  const { seekable, onFrame, maxFrames, ...rest } = options
  const track = new (addon().Track)(
    {
      ...(seekable === false ? {} : { lengthBytes: bytes.length }),
      input: 'auto',
      startMs: 0,
      sound: unfiltered(100),
      bitrate: 128_000,
      complexity: 5,
      passthrough: true,
      ...rest,
    },
    (event) => feed.onEvent(event),
  )
  feed.start(track)
  const frames: Uint8Array[] = []
  const positionsMs: number[] = []
  const out = new Uint8Array(OUT_BYTES)
  try {
    while (frames.length < (maxFrames ?? Number.POSITIVE_INFINITY)) {
      const positionMs = track.positionMs()
      const length = track.take(out)
      if (length < 0) break
      if (length === 0) {
        await nextTurn()
        continue
      }
      frames.push(out.slice(0, length))
      positionsMs.push(positionMs)
      await onFrame?.(frames.length, track)
    }
    await feed.settled()
    return { frames, positionsMs, events: feed.events }
  } finally {
    track.close()
  }
}

class Feed {
  readonly events: RawTrackEvent[] = []
  readonly #bytes: Uint8Array
  #track: Track | null = null
  #offset = 0
  #generation = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  start(track: Track): void {
    this.#track = track
    this.#push()
  }

  onEvent(event: RawTrackEvent): void {
    this.events.push(event)
    if (event.kind === 'range') {
      this.#offset = event.offset ?? 0
      this.#generation = event.generation ?? 0
    }
    if (event.kind === 'range' || event.kind === 'hungry') this.#push()
  }

  /** Events travel through the event loop: the last one may come after the last frame. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await nextTurn()
  }

  #push(): void {
    if (!this.#track) return
    while (this.#offset < this.#bytes.length) {
      const chunk = this.#bytes.subarray(this.#offset, this.#offset + CHUNK_BYTES)
      const wanted = this.#track.push(chunk, this.#generation)
      // What a stale generation ignored is not lost: a range follows.
      this.#offset += chunk.length
      if (!wanted) return
    }
    this.#track.end(this.#generation)
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1))
}
