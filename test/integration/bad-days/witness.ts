import { expect } from 'bun:test'
import { until } from '../../discord/until.ts'
import type { House } from '../house.ts'
import type { Room } from '../room.ts'

/** Fewer frames than this say nothing about whether music plays. */
const STRETCH_FRAMES = 50

/** A server where music plays all day: whatever happens elsewhere, it is heard there as if nothing were. */
export class Witness {
  readonly #room: Room
  readonly #botUserId: string

  private constructor(room: Room) {
    this.#room = room
    this.#botUserId = room.discord.botUserId
  }

  static async start(house: House): Promise<Witness> {
    const room = await house.room()
    await room.plays('Alpha')
    await room.types('/loop', { mode: 'track' })
    return new Witness(room)
  }

  /** The same track still sounds, without gaps or repeats, and the bot posted nothing. */
  async heardAll(): Promise<void> {
    const { framesHeard } = this.#room
    await until(() => this.#room.framesHeard >= framesHeard + STRETCH_FRAMES, 'a second of music')
    await this.#room.hears('Alpha')
    expectWhole(this.#room, this.#botUserId)
    expect(this.#room.read).toEqual(['Playing **Alpha**', 'Looping the current track.'])
  }
}

/** Nothing missing, nothing twice, nothing in clear, in all that alice heard since she came. */
export function expectWhole({ alice, discord }: Room, speaker = discord.botUserId): void {
  const ear = alice.hears()
  expect(ear.missing(speaker)).toBe(0)
  expect(ear.plaintextFrames(speaker)).toBe(0)
  expect(ear.undecryptable).toBe(0)
  const sequences = ear.frames.map(({ ssrc, sequence }) => `${ssrc} ${sequence}`)
  expect(new Set(sequences).size).toBe(sequences.length)
  // No two frames of a marked tone are alike, for its pitch rises all the time.
  const sounds = ear.frames.filter(({ silence }) => !silence).map(({ opus }) => Buffer.from(opus))
  expect(sounds.filter((opus, index) => sounds[index - 1]?.equals(opus))).toEqual([])
}
