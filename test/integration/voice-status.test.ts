import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../discord/until.ts'
import { endInOrder, House } from './house.ts'
import type { Room } from './room.ts'

setDefaultTimeout(120_000)

let house: House
beforeAll(async () => {
  house = await House.start()
})
afterAll(() => endInOrder(house))

const statusIs = (room: Room, status: string | null) =>
  until(
    () => room.guild.statusOf(room.lounge) === status,
    () => `the status ${status}; it’s ${room.guild.statusOf(room.lounge)}`,
  )

test.concurrent('the channel’s status shows what plays, and then what stood there before', async () => {
  const room = await house.room()
  room.guild.setStatus(room.lounge, 'Board games at nine')
  await room.plays('Alpha')
  await statusIs(room, 'Alpha')
  await room.types('/play', { query: 'Bravo' })
  await room.types('/skip')
  await statusIs(room, 'Bravo')
  await room.types('/leave')
  await room.guild.whenBotIsIn(null)
  expect(room.guild.statusOf(room.lounge)).toBe('Board games at nine')
})

test.concurrent('what somebody writes meanwhile is what stays', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  await statusIs(room, 'Alpha')
  room.guild.setStatus(room.lounge, 'Quiet, please')
  await room.types('/stop')
  await room.types('/leave')
  await room.guild.whenBotIsIn(null)
  expect(room.guild.statusOf(room.lounge)).toBe('Quiet, please')
})

test.concurrent('a channel whose status the bot may not set is left alone', async () => {
  const room = await house.room({ join: false })
  room.guild.setBotPermissions(room.lounge, { setVoiceChannelStatus: false })
  await room.alice.joins(room.lounge)
  await room.plays('Alpha')
  await room.discord.waitForMessage(room.text, ({ text }) => text.includes('▬'))
  expect(room.guild.statusOf(room.lounge)).toBeNull()
  expect(house.logged('couldn’t set a voice channel’s status')).toEqual([])
})

test('after kill -9 it still knows what stood there before', async () => {
  await using another = await House.start()
  const room = await another.room()
  room.guild.setStatus(room.lounge, 'Board games at nine')
  await room.plays('Alpha')
  await statusIs(room, 'Alpha')
  await another.stores(room, ({ current }) => current !== null)
  await another.crash()
  await another.startAgain()
  const before = room.framesHeard
  await until(() => room.framesHeard > before + 20, 'the music')
  await room.types('/stop')
  await statusIs(room, 'Board games at nine')
})
