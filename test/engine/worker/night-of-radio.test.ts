import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventsOf, type PlayerEvent } from '../../../src/domain/events.ts'
import { deadlineOf } from '../../../src/domain/player/deadlines.ts'
import { idleState, type PlayerState } from '../../../src/domain/player/state.ts'
import type { Effect } from '../../../src/domain/player/step.ts'
import { type Input, transition } from '../../../src/domain/player/transition.ts'
import { loadAddon } from '../../../src/engine/native/addon.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { lounge, request, track } from '../../domain/player/sample.ts'
import { type RawServer, rawServer } from '../../net/servers.ts'
import { ffmpeg } from '../../support/audio-files.ts'
import { broadcast, streamTitle, tuneIn } from '../../support/icy-station.ts'
import { markedWav, recognise } from '../../support/marked-tones.ts'
import { PlayingSession } from '../../support/playing-session.ts'

setDefaultTimeout(120_000)

const FRAME_MS = 20
const INTERVAL = 8_192
const SETTLING_FRAMES = 10
const STRETCH_FRAMES = 10
/** Of six seconds, behind its title and what was looked at: at its end nothing else is ready. */
const MOST_OF_A_SONG_MS = 4_000
/** The marks of the songs, in Hz. */
const TONES = { one: 700, two: 900, three: 1_100, four: 1_300, five: 1_500 }
type Name = keyof typeof TONES

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-night-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Six seconds of a song, as a station sends them. */
async function song(name: Name, ...args: string[]): Promise<Uint8Array> {
  const path = join(folder, `${name}.wav`)
  await Bun.write(path, markedWav(TONES[name], 6))
  return await ffmpeg('-i', path, ...args, 'pipe:1')
}
const mp3 = (name: Name) =>
  song(name, '-b:a', '128k', '-write_xing', '0', '-id3v2_version', '0', '-f', 'mp3')
const ogg = (name: Name) =>
  song(name, '-c:a', 'libvorbis', '-metadata', `title=${name}`, '-f', 'ogg')

type Answer = (socket: Socket, head: string) => void

/** A station that answers so, one request after another; the last answer is for all that follow. */
async function station(...answers: Answer[]): Promise<RawServer> {
  return await rawServer((socket, head, index) =>
    answers[Math.min(index, answers.length - 1)]?.(socket, head),
  )
}

/** Listeners that are connected. */
const listeners = new Set<Socket>()
/** Every connection drops. */
const drops = () => {
  for (const socket of listeners) socket.destroy()
  listeners.clear()
}

/** Songs with their titles. */
const sends =
  (...songs: readonly (readonly [title: string, sound: Uint8Array])[]): Answer =>
  (socket, head) => {
    const programme = songs.map(([title, sound]) => ({ sound, says: streamTitle(title) }))
    tuneIn(socket, head, 'icecast', { interval: INTERVAL })
    socket.write(broadcast(programme, INTERVAL).bytes)
    listeners.add(socket)
  }
/** A chain of songs, whose streams name them. */
const chains =
  (...songs: readonly Uint8Array[]): Answer =>
  (socket) => {
    socket.write(
      'HTTP/1.0 200 OK\r\nServer: Icecast 2.4.4\r\nContent-Type: application/ogg\r\n\r\n',
    )
    socket.write(Buffer.concat(songs))
    listeners.add(socket)
  }
/** As Icecast answers while whoever makes the station isn't there. */
const offAir: Answer = (socket) =>
  socket.end(
    'HTTP/1.0 404 File Not Found\r\nContent-Type: text/html\r\n\r\n<b>The file you requested could not be found</b>\r\n',
  )
const page: Answer = (socket) =>
  socket.end(
    'HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<!DOCTYPE html><title>Back soon</title>',
  )

/** So often the engine itself tries to reconnect before it tells the player. */
const ENGINE_TRIES: readonly Answer[] = Array.from({ length: 5 }, () => offAir)

/** A player and its engine, as they work together in the product, by a clock that the test moves. */
class Night implements Disposable {
  readonly playing: PlayingSession
  /** What happened, in order: events of the player, and what people were told. */
  readonly story: string[] = []
  state: PlayerState = idleState
  readonly #url: string
  #seen = 0

  constructor({ port, url }: RawServer) {
    const policy = addressPolicy({ allowed: [`127.0.0.1:${port}`] })
    const backoff = { baseMs: 1, maxMs: 1 }
    this.playing = new PlayingSession({ addon: loadAddon().addon, policy, backoff })
    this.#url = `${url}/live`
  }

  async tuneIn(): Promise<void> {
    const tracks = [track('radio', { source: 'http', live: true, durationMs: null })]
    const command = { kind: 'enqueue', tracks, place: 'end' } as const
    await this.#input({ kind: 'command', command, request: request(), at: lounge })
  }

  /** Lets the clock go on. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += FRAME_MS) await this.#tick()
  }

  /** Lets the clock go on until that has happened. */
  async until(what: string, limitMs = 120_000): Promise<void> {
    const from = this.story.length
    for (let passed = 0; passed < limitMs; passed += FRAME_MS) {
      if (this.story.slice(from).includes(what)) return
      await this.#tick()
    }
    throw new Error(`no '${what}', but:\n${this.story.join('\n')}`)
  }

  /** The mark of the sound that follows. */
  async heardHz(): Promise<number> {
    await this.pass((SETTLING_FRAMES + STRETCH_FRAMES) * FRAME_MS)
    const frames = this.playing.link.frames.length
    return recognise(this.playing.link.pcm(frames - STRETCH_FRAMES, frames)).toneHz
  }

  get positionS(): number {
    return (this.state.current?.positionMs ?? 0) / 1_000
  }

  [Symbol.dispose](): void {
    this.playing[Symbol.dispose]()
  }

  async #tick(): Promise<void> {
    await this.playing.run(FRAME_MS)
    const { events } = this.playing
    while (this.#seen < events.length) {
      const event = events[this.#seen++]
      if (event !== undefined) await this.#input({ kind: 'event', event })
    }
    const due = deadlineOf(this.state)
    if (due !== null && this.playing.clock.now() >= due) await this.#input({ kind: 'time' })
  }

  async #input(input: Input): Promise<void> {
    const before = this.state
    const step = transition(before, input, this.playing.clock.now())
    this.state = step.state
    this.story.push(...eventsOf(before, input, step.state).map(wordsFor))
    for (const effect of step.effects) await this.#do(effect)
  }

  async #do(effect: Effect): Promise<void> {
    if (effect.kind === 'announce') this.story.push(`people: ${effect.notice.kind}`)
    if (effect.kind === 'stop') this.playing.session.stop()
    if (effect.kind !== 'play') return
    const media = { kind: 'http', url: this.#url, headers: {}, live: true } as const
    const { playId, startMs, sound, paused, requestId } = effect
    await this.playing.play(media, { playId, startMs, sound, paused, requestId })
  }
}

function wordsFor(event: PlayerEvent): string {
  switch (event.kind) {
    case 'title':
      return `title: ${event.title}`
    case 'error':
      return `error: ${event.code}`
    case 'waiting':
      return `waiting: ${event.reason}`
    case 'track_end':
      return `track_end: ${event.outcome}`
    default:
      return event.kind
  }
}

test('a night of radio: titles, drops, a page in its place, a chain, and the end', async () => {
  const [one, two] = [await mp3('one'), await mp3('two')]
  const [three, four, five] = [await mp3('three'), await ogg('four'), await ogg('five')]
  await using server = await station(
    // On air; an outage that nobody hears, since the engine is seconds ahead.
    sends(['One', one]),
    ...[offAir, page, offAir],
    sends(['Two', two]),
    // Off the air for longer than that, then a page for a moment.
    ...[...ENGINE_TRIES, offAir, offAir, page],
    sends(['Three', three]),
    // It comes back with another format.
    ...[...ENGINE_TRIES, offAir, chains(four, five)],
    // And is gone for good.
    offAir,
  )
  using night = new Night(server)
  await night.tuneIn()
  await night.until('title: One')
  expect(await night.heardHz()).toBeCloseTo(TONES.one, -1)
  drops()
  await night.until('title: Two')
  expect(await night.heardHz()).toBeCloseTo(TONES.two, -1)
  expect(night.playing.session.stats().framesMissing).toBe(0)
  await night.pass(MOST_OF_A_SONG_MS)
  drops()
  await night.until('title: Three')
  expect(await night.heardHz()).toBeCloseTo(TONES.three, -1)
  // Its clock tells what was heard: the first two songs, and the beginning of the third.
  expect(night.positionS).toBeGreaterThan(10)
  expect(night.positionS).toBeLessThan(14)
  await night.pass(MOST_OF_A_SONG_MS)
  drops()
  await night.until('title: four')
  expect(await night.heardHz()).toBeCloseTo(TONES.four, -1)
  await night.until('title: five')
  expect(await night.heardHz()).toBeCloseTo(TONES.five, -1)
  await night.pass(MOST_OF_A_SONG_MS)
  drops()
  const heard = night.playing.link.frames.length
  await night.until('people: unreachable', 4_000_000)
  // The rest of the fifth song, and nothing more.
  expect(night.playing.link.frames.length - heard).toBeLessThan(2 * 50)
  expect(night.state.upcoming.map(({ title }) => title)).toEqual(['radio'])
  const story = night.story.filter((what, index) => what !== night.story[index - 1])
  expect(story).toEqual([
    ...['voice', 'track_load', 'track_start', 'people: playing', 'title: One', 'title: Two'],
    ...['error: http-status', 'waiting: retry', 'people: retrying'],
    ...['error: http-status', 'error: not-audio', 'waiting: null', 'title: Three'],
    ...['error: http-status', 'waiting: retry', 'error: http-status', 'waiting: null'],
    ...['title: four', 'title: five'],
    ...['error: http-status', 'waiting: retry', 'error: http-status'],
    ...['track_end: interrupted', 'queue_updated', 'waiting: null', 'people: unreachable'],
  ])
  // In an hour its server is asked every half a minute.
  expect(server.requests.length).toBeLessThan(160)
  expect(server.requests.every((head) => /^icy-metadata: 1\r$/im.test(head))).toBe(true)
})
