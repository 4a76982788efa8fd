import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { until } from '../../discord/until.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { markedFile } from '../../support/marked-files.ts'
import { House } from '../house.ts'
import type { Room } from '../room.ts'
import { TRACKS } from '../tracks.ts'

/** What a process holds, as Linux counts it. */
export interface Holdings {
  readonly rssMb: number
  readonly threads: number
  readonly files: number
  readonly children: number
  /** JavaScript objects that survive a collection, in the main thread and the engine thread. */
  readonly mainObjects: number
  readonly engineObjects: number
}

const ROOMS = 5
/** Tracks of a round that sound: all but one in each folder. */
export const SOUNDING = ROOMS * 9
/** Formats of every way through the engine: decoded, passed through, left to FFmpeg, refused, cut off. */
const FOLDER = 'tunes'
const SECONDS = 0.2
const LAST = 'That was the last track in the queue.'
const ROUND_WITHIN_MS = 60_000
/** Connections are kept alive for some seconds, and a thread's stack is given back when it pleases. */
const SETTLED_WITHIN_MS = 60_000
const KINDS = ['rssMb', 'threads', 'files', 'children', 'mainObjects', 'engineObjects'] as const
const HEAP_LOGS = fileURLToPath(new URL('../../support/preload/heap-logs.ts', import.meta.url))

/** Five servers that play the same folder of ten short tracks, round after round. */
export class Endurance implements AsyncDisposable {
  readonly #house: House
  readonly #rooms: readonly Room[]
  #rounds = 0

  private constructor(house: House, rooms: readonly Room[]) {
    this.#house = house
    this.#rooms = rooms
  }

  static async start(): Promise<Endurance> {
    const house = await House.start({}, { files: await tunes(), preload: [HEAP_LOGS] })
    // So many announcements would be unreadable.
    house.discord.faults.rest.rateLimits = false
    const rooms: Room[] = []
    for (let n = 0; n < ROOMS; n++) {
      const room = await house.room({ announcements: 'lines', join: false })
      await room.alice.joins(room.lounge, { keep: 'counts' })
      rooms.push(room)
    }
    return new Endurance(house, rooms)
  }

  /** Fifty tracks: each server's folder once, to its end. */
  async round(): Promise<void> {
    this.#rounds += 1
    await Promise.all(
      this.#rooms.map(async (room) => {
        await room.types('/play', `${FOLDER}/`)
        const ends = () => room.read.filter((text) => text === LAST).length
        await until(
          () => ends() >= this.#rounds,
          `the end of round ${this.#rounds}`,
          ROUND_WITHIN_MS,
        )
      }),
    )
  }

  /** Rejects when the bot goes on to hold more than `before` and `slack` together. */
  async comesBackTo(before: Holdings, slack: Partial<Holdings>): Promise<void> {
    let now = before
    for (const deadline = performance.now() + SETTLED_WITHIN_MS; ; await Bun.sleep(200)) {
      now = await this.holdings()
      if (KINDS.every((kind) => now[kind] <= before[kind] + (slack[kind] ?? 0))) return
      if (performance.now() > deadline) break
    }
    throw new Error(`held before: ${JSON.stringify(before)}, and after: ${JSON.stringify(now)}`)
  }

  /** Tracks that sounded so far, on all servers. */
  get played(): number {
    return this.#rooms.flatMap(({ read }) => read).filter((text) => text.startsWith('Playing'))
      .length
  }

  async holdings(): Promise<Holdings> {
    const [mainObjects, engineObjects] = [
      await this.#objects('main'),
      await this.#objects('engine'),
    ]
    const { pid } = this.#house.bot
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    const count = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
    const tasks = await readdir(`/proc/${pid}/task`)
    const children = await Promise.all(
      tasks.map((id) => readFile(`/proc/${pid}/task/${id}/children`, 'utf8').catch(() => '')),
    )
    return {
      rssMb: count('VmRSS') / 1024,
      threads: count('Threads'),
      files: (await readdir(`/proc/${pid}/fd`)).length,
      children: children.join(' ').split(' ').filter(Boolean).length,
      mainObjects,
      engineObjects,
    }
  }

  /** As the thread's next report tells; the one after, for garbage may be on its way to be garbage. */
  async #objects(thread: 'main' | 'engine'): Promise<number> {
    const reports = () => this.#house.logged('heap').filter((line) => line.thread === thread)
    const { length } = reports()
    await until(() => reports().length >= length + 2, `the heap of the ${thread} thread`, 30_000)
    return Number(reports().at(-1)?.objectCount)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#house[Symbol.asyncDispose]()
  }
}

async function tunes(): Promise<Record<string, Uint8Array | string>> {
  await using files = await AudioFiles.create()
  const { toneHz } = TRACKS.Delta
  const tune = (name: string, ...args: string[]) =>
    markedFile(files, name, toneHz, SECONDS, ...args)
  const flac = await tune('a.flac')
  const long = await markedFile(files, 'long.flac', toneHz, 1.2)
  return {
    [`${FOLDER}/0.wav`]: await tune('a.wav'),
    [`${FOLDER}/1.mp3`]: await tune('a.mp3'),
    [`${FOLDER}/2.flac`]: flac,
    [`${FOLDER}/3.ogg`]: await tune('a.ogg'),
    [`${FOLDER}/4.m4a`]: await tune('a.m4a'),
    [`${FOLDER}/5.opus`]: await tune('a.opus', '-b:a', '96k'),
    [`${FOLDER}/6.aiff`]: await tune('a.aiff'),
    [`${FOLDER}/7.flac`]: long.subarray(0, long.length / 2),
    [`${FOLDER}/8.mp3`]: 'This is no music. '.repeat(1_000),
    [`${FOLDER}/9.wav`]: await tune('b.wav'),
  }
}
