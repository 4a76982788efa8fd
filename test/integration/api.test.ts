import { afterAll, beforeAll, expect, test } from 'bun:test'
import { ApiClient } from '../support/api-client.ts'
import { freePort } from '../support/free-port.ts'
import { newKey, runKey } from '../support/key.ts'
import { House } from './house.ts'

const port = freePort()
let house: House
let storage: { DATA_DIR: string }

beforeAll(async () => {
  house = await House.start({ API_PORT: String(port) }, { database: 'embedded' })
  storage = { DATA_DIR: house.dataDir }
}, 120_000)
afterAll(() => house?.[Symbol.asyncDispose]())

test('without keys the API is closed', async () => {
  const room = await house.room({ join: false })
  const path = `/guilds/${room.guild.id}/queue`
  expect(await runKey(storage, 'list')).toBe('There are no keys, so the HTTP API is closed.\n')
  expect(await new ApiClient(port, '').ask('GET', path)).toMatchObject({ status: 401 })
})

test('a key is made while the bot runs, and what it commands is heard', async () => {
  const room = await house.room()
  const client = new ApiClient(port, await newKey(storage, '--server', room.guild.id))
  const queue = `/guilds/${room.guild.id}/queue`
  await room.plays('Alpha')
  await room.types('/play', { query: 'Bravo' })

  expect(await client.ask('POST', `${queue}/pause`)).toMatchObject({
    status: 200,
    body: { data: { paused: true, queueLength: 1, current: { track: { title: 'Alpha' } } } },
  })
  expect(await room.isSilent()).toBe(true)
  expect(await room.types('/nowplaying')).toContain('Alpha')

  expect(await client.ask('POST', `${queue}/skip`)).toMatchObject({ status: 200 })
  await client.ask('POST', `${queue}/resume`)
  await room.hears('Bravo')
  const sought = await client.ask('POST', `${queue}/seek`, { positionMs: 20_000 })
  expect(sought.body.data.current.positionMs).toBeGreaterThanOrEqual(19_900)
  await room.hears('Bravo')
  expect(room.heard().positionS).toBeGreaterThan(19)

  const view = await client.ask('GET', queue)
  expect(view.body.data).toMatchObject({ tracks: [], channelId: room.lounge.id, paused: false })
  expect(JSON.stringify(view.body)).not.toContain(house.musicDir)
  expect(await client.ask('POST', `${queue}/stop`)).toMatchObject({
    body: { data: { current: null, queueLength: 0 } },
  })
  expect(await room.isSilent()).toBe(true)
}, 120_000)

test('the key of one server opens no other, and none once it is revoked', async () => {
  const [one, other] = [await house.room({ join: false }), await house.room({ join: false })]
  const client = new ApiClient(port, await newKey(storage, '--server', one.guild.id))
  const status = async (id: string) => (await client.ask('GET', `/guilds/${id}/queue`)).status
  expect([await status(one.guild.id), await status(other.guild.id)]).toEqual([200, 401])
  const listed = await runKey(storage, 'list')
  const id =
    listed
      .split('\n')
      .find((line) => line.includes(one.guild.id))
      ?.split(/\s/)[0] ?? ''
  await runKey(storage, 'revoke', id)
  expect(await status(one.guild.id)).toBe(401)
}, 120_000)

test('a key that was made while the bot was stopped opens it afterwards', async () => {
  const room = await house.room({ join: false })
  await house.bot.stop()
  const key = await newKey(storage, '--scopes', 'read')
  await house.startAgain()
  const client = new ApiClient(port, key)
  const queue = `/guilds/${room.guild.id}/queue`
  expect(await client.ask('GET', queue)).toMatchObject({ status: 200 })
  expect(await client.ask('POST', `${queue}/clear`)).toMatchObject({ status: 403 })
  expect(JSON.stringify(house.bot.lines)).not.toContain(key)
}, 120_000)
