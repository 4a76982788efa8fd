import { expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../../discord/until.ts'
import { sharedPostgres } from '../../support/postgres-server.ts'
import { expectWhole } from '../bad-days/witness.ts'
import { House } from '../house.ts'
import type { Room } from '../room.ts'
import { brokenOff, expectBack, noted } from './playing-rooms.ts'

setDefaultTimeout(120_000)

const SOUND_ON_ITS_WAY_MS = 100
/** A process that is not seen for five seconds has lost its servers; then the other one joins. */
const TAKEN_OVER_WITHIN_MS = 60_000

test.concurrent('of two processes one plays in each server, and goes on where the other one died', async () => {
  const postgres = await sharedPostgres()
  await using house = await House.start({ DATABASE_URL: await postgres.createDatabase() })
  const firsts = await Promise.all([house.room(), house.room()])
  await Promise.all(firsts.map((room) => room.plays('Alpha')))
  await using other = await house.another()
  const rooms = [...firsts, await house.room(), await house.room()]

  // Both hear every command, and one of them answers: a second answer would be refused, and logged.
  await Promise.all(rooms.slice(2).map((room) => room.plays('Alpha')))
  for (const room of rooms) expect(await room.types('/volume', { percent: 80 })).toContain('80%')
  expect(rooms.map((room) => room.read.length)).toEqual([2, 2, 2, 2])
  expect(lines(house, other, 'could not answer')).toEqual([])
  const answered = () => lines(house, other, '"command answered"').length
  await until(() => answered() === 8, 'eight answers in the logs')

  const notes = await Promise.all(rooms.map((room) => noted({ room, track: 'Alpha' })))
  await postgres.settled()
  for (const room of rooms) await house.stores(room, ({ volume }) => volume === 80)
  const mine = new Set(house.logged('first frame').map(({ guildId }) => guildId))
  await house.crash()
  await Bun.sleep(SOUND_ON_ITS_WAY_MS)
  const [orphaned, kept] = [notes.filter(isMine), notes.filter((note) => !isMine(note))]
  await Promise.all(orphaned.map((note) => expectBack(brokenOff(note), TAKEN_OVER_WITHIN_MS)))
  for (const { room } of kept) {
    await room.hears('Alpha')
    expectWhole(room)
  }
  // And a command finds its server where it is now.
  for (const room of rooms) expect(await room.types('/pause')).toBe('Paused **Alpha**.')

  function isMine({ room }: { room: Room }): boolean {
    return mine.has(room.guild.id)
  }
})

test.concurrent('a process that slept through losing a server leaves it alone when it wakes', async () => {
  const postgres = await sharedPostgres()
  await using house = await House.start({ DATABASE_URL: await postgres.createDatabase() })
  const room = await house.room()
  await room.plays('Alpha')
  await room.types('/loop', { mode: 'track' })
  await using other = await house.another()
  await postgres.settled()

  process.kill(house.bot.pid, 'SIGSTOP')
  await Bun.sleep(SOUND_ON_ITS_WAY_MS)
  const { frames } = brokenOff({ room, track: 'Alpha', paused: false, queue: '', playing: '' })
  await until(() => room.framesHeard > frames + 50, 'the other one', TAKEN_OVER_WITHIN_MS)

  process.kill(house.bot.pid, 'SIGCONT')
  await until(() => house.logged('another process took over a server').length === 1)
  await room.hears('Alpha', TAKEN_OVER_WITHIN_MS)
  expect(await room.types('/volume', { percent: 50 })).toBe('Volume: 50%')
  await until(() => Math.abs(room.heard().amplitude - 0.125) < 0.01, 'the one that was asked')
  await room.guild.whenBotIsIn(room.lounge)
  expect(lines(house, other, 'could not answer')).toEqual([])
  expect(await house.bot.stop()).toBe(0)
  await room.hears('Alpha')
  await room.guild.whenBotIsIn(room.lounge)
})

function lines(house: House, other: { readonly lines: readonly string[] }, part: string): string[] {
  const all = [...house.bot.lines, ...other.lines]
  return all.filter((line) => line.includes(part))
}
