import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { ErrorCode } from '../../../src/base/error.ts'
import { en } from '../../../src/gateway/words/en.ts'
import { until } from '../../discord/until.ts'
import { House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'
import { expectWhole, Witness } from './witness.ts'

setDefaultTimeout(120_000)

/** A rejoin takes a backoff and a handshake, one after an unexplained 4014 five seconds more. */
const REJOINED_WITHIN_MS = 60_000
/**
 * How far what is heard may be from where it should be: half a stretch, and what a break costs. What the
 * bot sent before it learned of a break is counted apart: how long that takes is the machine's matter.
 */
const NEAR_S = 0.3

let house: House
let witness: Witness

beforeAll(async () => {
  house = await House.start()
  witness = await Witness.start(house)
})
afterAll(() => house[Symbol.asyncDispose]())

describe.concurrent('when the voice server closes in mid-song', () => {
  const GO_ON = [
    [4006, 'the session is no longer valid'],
    [4009, 'the session timed out'],
    [4014, 'disconnected without a reason'],
    [4015, 'the voice server crashed'],
  ] as const
  for (const [code, what] of GO_ON) {
    test(`with ${code} (${what}), music goes on where it was, and the bot posts nothing`, async () => {
      const room = await playing()
      closeWith(room, code)
      // Until the bot learns of it, it goes on in the session that was closed.
      await until(() => isConnected(room), 'the bot to be back', REJOINED_WITHIN_MS)
      // Each voice session has an ssrc of its own; only after a crash the session is resumed.
      const sessions = code === 4015 ? 1 : 2
      await until(() => ssrcs(room).size >= sessions, 'the new session', REJOINED_WITHIN_MS)
      await room.hears('Alpha')
      expect(ssrcs(room).size).toBe(sessions)
      expectUninterrupted(room, strays(room))
      expect(await room.types('/pause')).toBe('Paused **Alpha**.')
      expect(room.read).toEqual(['Playing **Alpha**', QUEUED, 'Paused **Alpha**.'])
    })
  }

  const STOP: [code: number, what: string, told: ErrorCode, end: (room: Room) => void][] = [
    [4017, 'encryption is required', 'voice-dave-required', (room) => closeWith(room, 4017)],
    [4021, 'rate limited', 'voice-lost', (room) => closeWith(room, 4021)],
    [4022, 'the call was terminated', 'voice-lost', (room) => closeWith(room, 4022)],
    [4014, 'kicked', 'voice-lost', (room) => takeOut(room, 4014)],
    [4021, 'rate limited, and taken out', 'voice-lost', (room) => takeOut(room, 4021)],
    [4022, 'the call was terminated, and taken out', 'voice-lost', (room) => takeOut(room, 4022)],
  ]
  for (const [code, what, told, end] of STOP) {
    test(`with ${code} (${what}), it leaves and says so; called back, it goes on where it was`, async () => {
      const room = await playing()
      end(room)
      await room.reads(en.errors[told])
      expect(room.read.at(-1)).toBe(`${en.errors[told]} The queue is kept (2 tracks).`)
      await room.guild.whenBotIsIn(null)
      const before = room.heard().positionS
      await expectRefusal(await room.outcome('/pause'), 'nothing-playing')
      expect(await room.types('/join')).toContain('and resumed **Alpha**.')
      const again = await room.hears('Alpha')
      // The position is known to a second.
      expect(again.positionS).toBeGreaterThan(before - 1.5)
      expect(again.positionS).toBeLessThan(before + 2)
      expect(await room.types('/queue')).toContain('`1` **Bravo**')
    })
  }

  test('because its channel is deleted, it says so, and plays in another one when asked', async () => {
    const room = await playing()
    const attic = room.guild.createVoiceChannel('attic')
    room.guild.deleteChannel(room.lounge)
    await room.reads(en.errors['voice-lost'])
    await room.alice.joins(attic)
    await room.types('/join')
    await room.hears('Alpha')
  })
})

test.concurrent('moved to another voice server in mid-song, it is heard there from where it was, by everybody', async () => {
  const room = await playing()
  const bob = room.guild.createMember('bob')
  await bob.joins(room.lounge)
  await bob.hears().whenHears(house.discord.botUserId)
  await room.guild.moveVoiceServer()
  await room.hears('Alpha', REJOINED_WITHIN_MS)
  await bob.hears().whenHears(house.discord.botUserId)
  expect(
    [...room.alice.ears, ...bob.ears].map((ear) => ear.missing(house.discord.botUserId)),
  ).toEqual([0, 0, 0, 0])
  expect(room.alice.ears).toHaveLength(2)
  // She left the former server at once, and the bot when it learned of the move.
  const { audioPackets } = house.discord.voice.traffic(room.guild.id, house.discord.botUserId)
  const [former] = room.alice.ears.map((ear) => ear.frames.filter(({ silence }) => !silence))
  expectUninterrupted(room, audioPackets - (former?.length ?? 0))
  expect(room.read).toEqual(['Playing **Alpha**', QUEUED])
})

test('meanwhile nothing was missing on another server', () => witness.heardAll())

describe('where packets get lost', () => {
  afterEach(() => {
    const { faults } = house.discord.voice
    faults.identifyCloseCode = null
    faults.unansweredDiscoveries = 0
    faults.lossToServer = 0
    faults.random = Math.random
  })

  test('of one in twenty, no more than these are missing, the bot doesn’t rejoin, and then all is well', async () => {
    const { voice, botUserId, gateway } = house.discord
    const room = await playing()
    const { identified } = gateway.counts
    let packets = 0
    voice.faults.random = () => (packets++ % 20 === 0 ? 0 : 1)
    voice.faults.lossToServer = 0.05
    const before = room.framesHeard
    await until(() => room.framesHeard > before + 100, 'two seconds of music')
    voice.faults.lossToServer = 0
    const missing = room.alice.hears().missing(botUserId)
    const sent = room.framesHeard - before + missing
    expect(missing).toBeGreaterThan(0)
    // All servers share the loss.
    expect(missing).toBeLessThan(sent * 0.15)
    await room.hears('Alpha')
    const frames = room.framesHeard
    await until(() => room.framesHeard > frames + 50, 'a second of music')
    expect(room.alice.hears().missing(botUserId)).toBe(missing)
    expect(room.alice.hears().undecryptable).toBe(0)
    expect(gateway.counts.identified).toBe(identified)
    expect(room.read).toEqual(['Playing **Alpha**', QUEUED])
  })

  test('a discovery among them, the join succeeds all the same', async () => {
    const room = await house.room()
    house.discord.voice.faults.unansweredDiscoveries = 2
    await room.plays('Alpha')
    expect(house.discord.voice.faults.unansweredDiscoveries).toBe(0)
    expectUninterrupted(room)
  })

  test('all of them, the caller is told after some tries, and the next call succeeds', async () => {
    const room = await house.room()
    house.discord.voice.faults.identifyCloseCode = 4006
    const outcome = await room.outcome('/play', 'alpha')
    await outcome.settled((now) => now.text !== '', { timeoutMs: 60_000 })
    await expectRefusal(outcome, 'voice-timeout')
    house.discord.voice.faults.identifyCloseCode = null
    await room.plays('Alpha')
  })
})

test('a voice server that no known authority vouches for is told in the log, by that reason', async () => {
  await using stranger = await House.start({ NODE_EXTRA_CA_CERTS: '' })
  const room = await stranger.room()
  await expectRefusal(await room.outcome('/play', 'alpha'), 'voice-timeout')
  const [line] = stranger.logged('voice error')
  expect(line?.reason).toContain('certificate')
  expect(line?.guildId).toBe(room.guild.id)
})

const QUEUED = 'Queued **Bravo** at position 1'

/** A room where Alpha plays, and Bravo waits. */
async function playing(): Promise<Room> {
  const room = await house.room()
  await room.plays('Alpha')
  expect(await room.types('/play', 'bravo')).toBe(QUEUED)
  return room
}

function closeWith(room: Room, code: number): void {
  house.discord.voice.closeWith(room.guild.id, house.discord.botUserId, code)
}

function isConnected(room: Room): boolean {
  return house.discord.voice.isConnected(room.guild.id, house.discord.botUserId)
}

/** Of the sessions that were heard. */
function ssrcs(room: Room): Set<number> {
  return new Set(room.alice.hears().frames.map(({ ssrc }) => ssrc))
}

/** Discord closes the session, then tells that the bot is in no channel any more. */
function takeOut(room: Room, code: number): void {
  house.discord.voice.evict(room.guild.id, house.discord.botUserId, code)
  room.guild.kickBotFromVoice()
}

/** Packets that the bot sent to a session that had ended. */
function strays(room: Room): number {
  return house.discord.voice.strays(room.guild.id, room.alice.id)
}

/**
 * What is heard now is where the frames lead to that were heard so far, and those that were sent when
 * nobody could hear them: nothing else was left out, and nothing repeated.
 */
function expectUninterrupted(room: Room, unheard = 0): void {
  const frames = room.alice.ears.flatMap((ear) => ear.frames).filter(({ silence }) => !silence)
  const aheadS = room.heard().positionS - frames.length * 0.02
  expect(aheadS).toBeGreaterThan(-NEAR_S)
  expect(aheadS).toBeLessThan(NEAR_S + unheard * 0.02)
  expectWhole(room)
}
