import { expect } from 'bun:test'
import { until } from '../../discord/until.ts'
import type { House } from '../house.ts'
import type { Room } from '../room.ts'
import { TRACKS, type TrackName } from '../tracks.ts'

/** The promise: after a restart at most so far back in a track, and going on so soon after "ready". */
const BACK_S = 5
const ON_WITHIN_MS = 5_000
/** What a stretch of sound that is decoded costs in accuracy, and what goes on between two looks. */
const NEAR_S = 0.5
/** Frames of new sound that say for sure where it is. */
const ENOUGH_FRAMES = 20

/** A server before a restart: what its members read. */
export interface Noted {
  readonly room: Room
  readonly track: TrackName
  readonly paused: boolean
  readonly queue: string
  readonly playing: string
}

/** And where the sound broke off. */
export interface BrokenOff extends Noted {
  readonly positionS: number
  readonly frames: number
}

type Line = Parameters<Room['types']>

/** Five servers that play, each another way. */
export async function playingRooms(house: House): Promise<{ room: Room; track: TrackName }[]> {
  return await Promise.all([
    playing(house, 'Alpha', [
      ['/loop', { mode: 'track' }],
      ['/volume', { percent: 50 }],
    ]),
    playing(house, 'Bravo', [
      ['/play', { query: 'Charlie' }],
      ['/play', { query: 'Delta' }],
      ['/loop', { mode: 'queue' }],
    ]),
    playing(house, 'Charlie', [['/play', { query: 'Alpha' }], ['/pause']]),
    playing(house, 'Delta', [['/seek', '20']]),
    playing(house, 'Alpha', [
      ['/play', { query: 'Bravo' }],
      ['/play', { query: 'Charlie' }],
      ['/play', { query: 'Delta' }],
      ['/move', { from: 3, to: 1 }],
      ['/remove', { position: '2' }],
    ]),
  ])
}

/** A server that is in the middle of a track, with another one behind it. */
export async function halfway(house: House): Promise<Room> {
  const room = await house.room()
  await room.plays('Alpha')
  await room.types('/play', { query: 'Bravo' })
  const from = room.framesHeard
  await room.types('/seek', '20')
  await room.jumped(from, (positionS) => positionS > 19)
  return room
}

/** What there is to be found again. */
export async function noted({ room, track }: { room: Room; track: TrackName }): Promise<Noted> {
  const shown = await room.types('/nowplaying')
  const queue = await room.types('/queue')
  const paused = shown.includes(' · paused')
  return { room, track, paused, queue, playing: lasting(shown) }
}

/** Once the sound has stopped: how far it got. */
export function brokenOff(noted: Noted): BrokenOff {
  const { room, track } = noted
  const { toneHz, positionS } = room.heard()
  expect(Math.abs(toneHz - TRACKS[track].toneHz), `${track}, as it broke off`).toBeLessThan(10)
  return { ...noted, frames: room.framesHeard, positionS }
}

/** The bot is back in its channel, in the same track at most 5 s back, with everything as it was. */
export async function expectBack(before: BrokenOff, withinMs = ON_WITHIN_MS): Promise<void> {
  const { room, track, paused, queue, playing } = before
  const since = performance.now()
  await room.guild.whenBotIsIn(room.lounge, { timeoutMs: withinMs })
  if (paused) {
    expect(await room.isSilent()).toBe(true)
    expect(lasting(await room.types('/nowplaying'))).toBe(playing)
    expect(await room.types('/resume')).toBe(`Resumed **${track}**.`)
  }
  await until(
    () => room.framesHeard >= before.frames + ENOUGH_FRAMES,
    `${track} to be heard again`,
    withinMs - (performance.now() - since),
  )
  const { toneHz, positionS } = room.heard(before.frames + ENOUGH_FRAMES)
  expect(Math.abs(toneHz - TRACKS[track].toneHz)).toBeLessThan(10)
  const which = `${track}, ${paused ? 'paused' : 'playing'}, heard ${before.frames} frames before`
  expect(positionS, which).toBeGreaterThan(before.positionS - BACK_S)
  expect(positionS, which).toBeLessThan(before.positionS + NEAR_S)
  expect(await room.types('/queue')).toBe(queue)
  if (!paused) expect(lasting(await room.types('/nowplaying'))).toBe(playing)
}

async function playing(
  house: House,
  track: TrackName,
  lines: readonly Line[],
): Promise<{ room: Room; track: TrackName }> {
  const room = await house.room()
  await room.plays(track)
  for (const line of lines) await room.types(...line)
  return { room, track }
}

/** What `/nowplaying` says, without the line that tells the time. */
function lasting(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.includes('▬'))
    .join('\n')
}
