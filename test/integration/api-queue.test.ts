import { afterAll, beforeAll, expect, test } from 'bun:test'
import { until } from '../discord/until.ts'
import { ApiClient } from '../support/api-client.ts'
import { freePort } from '../support/free-port.ts'
import { broadcast, streamTitle } from '../support/icy-station.ts'
import { newKey } from '../support/key.ts'
import { endInOrder, House } from './house.ts'
import { type TrackName, trackPath } from './tracks.ts'

const [port, gatewayPort] = [freePort(), freePort()]
let house: House
let client: ApiClient

beforeAll(async () => {
  const sound = async (name: TrackName) => Bun.file(await trackPath(name)).bytes()
  const files = { 'Song 1.wav': await sound('Alpha'), 'Song 2.wav': await sound('Bravo') }
  house = await House.start(
    {
      ...{ API_PORT: String(port), GATEWAY_PORT: String(gatewayPort) },
      ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8',
    },
    { files },
  )
  client = new ApiClient(port, await newKey(house.storage))
}, 120_000)
afterAll(() => house && endInOrder(house))

test('what a program queues is heard, in the channel that it names', async () => {
  const room = await house.room()
  const queue = `/guilds/${room.guild.id}/queue`
  expect(await client.ask('POST', `${queue}/tracks`, { query: 'Alpha' })).toMatchObject({
    status: 409,
    body: { error: { code: 'bot-not-in-voice' } },
  })
  const wanted = { query: 'Alpha', channelId: room.lounge.id, requestedBy: room.alice.id }
  expect(await client.ask('POST', `${queue}/tracks`, wanted)).toMatchObject({
    status: 200,
    body: {
      data: {
        channelId: room.lounge.id,
        current: { track: { title: 'Alpha', requestedBy: room.alice.id }, started: true },
        queued: { position: null, count: 1, outcome: 'playing' },
      },
    },
  })
  await room.hears('Alpha')

  // From here on the bot is in a channel.
  await client.ask('POST', `${queue}/tracks`, { query: 'Bravo' })
  const first = await client.ask('POST', `${queue}/tracks`, { query: 'Charlie', position: 1 })
  expect(first.body.data.queued).toMatchObject({ position: 1, outcome: 'queued' })
  await client.ask('POST', `${queue}/tracks`, { query: 'Delta' })
  const gone = await client.ask('DELETE', `${queue}/tracks/2`)
  expect(gone.body.data).toMatchObject({ track: { title: 'Bravo' }, queueLength: 2 })
  const moved = await client.ask('POST', `${queue}/tracks/move`, { from: 2, to: 1 })
  expect(moved.body.data).toMatchObject({ track: { title: 'Delta' } })
  expect(await room.types('/queue')).toMatch(/Delta.*Charlie/s)
  await client.ask('POST', `${queue}/skip`)
  await room.hears('Delta')
  await client.ask('POST', `${queue}/skip`)
  await room.hears('Charlie')
}, 120_000)

test('a program isn’t let to call the bot away, nor into a channel where it can’t play', async () => {
  const room = await house.room()
  const other = room.guild.createVoiceChannel('attic')
  const mute = room.guild.createVoiceChannel('cellar')
  room.guild.setBotPermissions(mute, { speak: false })
  const tracks = `/guilds/${room.guild.id}/queue/tracks`
  const into = async (channelId: string) =>
    (await client.ask('POST', tracks, { query: 'Bravo', channelId })).body.error.code
  expect(await into(mute.id)).toBe('missing-speak')
  expect(await into(room.text.id)).toBe('channel-gone')
  await room.plays('Alpha')
  expect(await into(other.id)).toBe('caller-elsewhere')
  await room.hears('Alpha')
}, 120_000)

test('a search tells what would be queued', async () => {
  const room = await house.room({ join: false })
  const found = await client.ask('GET', `/guilds/${room.guild.id}/search?query=alpha`)
  expect(found).toMatchObject({
    status: 200,
    body: { data: { tracks: [{ title: 'Alpha', source: 'local' }], more: false } },
  })
  expect(JSON.stringify(found.body)).not.toContain(house.musicDir)
}, 120_000)

test('a program queues, thins out and corrects as members do, and is heard', async () => {
  const room = await house.room()
  const queue = `/guilds/${room.guild.id}/queue`
  const ask = async (path: string, body?: unknown) =>
    (await client.ask('POST', queue + path, body)).body.data
  const titles = async () =>
    (await client.ask('GET', queue)).body.data.tracks.map(({ title }: { title: string }) => title)
  expect(await ask('/join', { channelId: room.lounge.id })).toMatchObject({ current: null })
  expect(room.guild.botVoiceChannel?.id).toBe(room.lounge.id)
  await ask('/tracks', { query: 'song', source: 'library', requestedBy: room.alice.id })
  await room.hears('Alpha')
  expect(await ask('/tracks/wrong', {})).toMatchObject({ current: { track: { title: 'Song 2' } } })
  await room.hears('Bravo')
  expect(await ask('/undo')).toMatchObject({ current: { track: { title: 'Song 1' } } })

  await ask('/tracks', { query: 'delta' })
  await ask('/tracks', { query: 'charlie', next: true })
  expect(await titles()).toEqual(['Charlie', 'Delta'])
  expect(await ask('/tracks', { query: 'blip', now: true })).toMatchObject({
    current: { track: { title: 'Blip' } },
    queued: { outcome: 'playing' },
  })
  await ask('/tracks', { query: 'delta', requestedBy: room.alice.id })
  expect(await ask('/tracks/remove', { duplicates: true })).toMatchObject({ track: null })
  await ask('/tracks', { query: 'bravo', requestedBy: room.alice.id })
  await ask('/tracks/remove', { by: room.alice.id })
  await ask('/tracks/remove', { absent: true })
  expect(await titles()).toEqual([])
  const mode = await client.ask('PUT', `${queue}/autoplay`, { mode: 'similar' })
  expect(mode.body.data.autoplay).toBe('similar')
  expect(await ask('/leave')).toMatchObject({ channelId: null })
  expect(room.guild.botVoiceChannel).toBeNull()
  const odd = await client.ask('POST', `${queue}/tracks/remove`, { by: '1', absent: true })
  expect(odd).toMatchObject({ status: 422, body: { error: { code: 'bad-field' } } })
}, 120_000)

test('the volume can be set while the music is paused, as members can', async () => {
  const room = await house.room()
  const queue = `/guilds/${room.guild.id}/queue`
  await room.plays('Alpha')
  await client.ask('POST', `${queue}/pause`)
  expect(await client.ask('PUT', `${queue}/volume`, { volume: 30 })).toMatchObject({
    status: 200,
    body: { data: { volume: 30, paused: true } },
  })
  expect(await room.isSilent()).toBe(true)
  expect(await room.types('/volume')).toBe('Volume: 30%')
}, 120_000)

test('a stream without an end can’t be seeked, which a program is told as members are', async () => {
  await using radio = await Radio.start(await trackPath('Alpha'))
  const room = await house.room()
  const queue = `/guilds/${room.guild.id}/queue`
  const wanted = { query: radio.url, channelId: room.lounge.id }
  expect(await client.ask('POST', `${queue}/tracks`, wanted)).toMatchObject({
    status: 200,
    body: { data: { queued: { track: { live: true }, outcome: 'playing' } } },
  })
  await room.hears('Alpha')
  const said = async () => (await client.ask('GET', queue)).body.data.current?.title
  await until(async () => (await said()) === 'Alice - Alpha', 'what the station says')
  const refused = await client.ask('POST', `${queue}/seek`, { positionMs: 1_000 })
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'not-seekable' } } })
  const { message } = refused.body.error
  expect(message).toBe('This track can’t be seeked.')
  expect(await room.types('/seek', { position: '1' })).toStartWith(message)
  await client.ask('POST', `${queue}/stop`)
}, 120_000)

test('commands of a program are counted and logged as those of members are', async () => {
  const room = await house.room()
  const queue = `/guilds/${room.guild.id}/queue`
  const counted = async (command: string, outcome: string) => {
    const told = await (await fetch(`http://127.0.0.1:${gatewayPort}/metrics`)).text()
    const sample = `segue_commands_total{command="${command}",outcome="${outcome}"}`
    const line = told.split('\n').find((one) => one.startsWith(sample))
    return Number(line?.split(' ')[1] ?? 0)
  }
  const counts = async () => ({
    empty: await counted('shuffle', 'queue-empty'),
    looped: await counted('loop', 'answered'),
    nothing: await counted('search', 'nothing-found'),
  })
  const before = await counts()
  await room.plays('Alpha')
  await room.types('/shuffle')
  await room.types('/loop', { mode: 'track' })
  const { empty, looped, nothing } = before
  expect(await counts()).toEqual({ empty: empty + 1, looped: looped + 1, nothing })
  const refused = await client.ask('POST', `${queue}/shuffle`)
  const obeyed = await client.ask('PUT', `${queue}/loop`, { loop: 'off' })
  await client.ask('GET', `/guilds/${room.guild.id}/search?query=nowhere`)
  const after = { empty: empty + 2, looped: looped + 2, nothing: nothing + 1 }
  expect(await counts()).toEqual(after)

  const logged = (message: string, requestId: string) =>
    house.logged(message).find((line) => line.requestId === requestId)
  const asked = { guildId: room.guild.id, key: expect.any(String) }
  const [shuffle, loop] = [refused.body.requestId, obeyed.body.requestId]
  await until(() => logged('command answered', loop) !== undefined, 'the command to be logged')
  const answered = { ...asked, command: 'loop', ms: expect.any(Number) }
  expect(logged('command answered', loop)).toMatchObject(answered)
  const told = { ...asked, command: 'shuffle', code: 'queue-empty' }
  expect(logged('command refused', shuffle)).toMatchObject(told)
}, 120_000)

test('the API tells anybody what it is', async () => {
  const at = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
  const document: unknown = await (await at('/openapi.json')).json()
  expect(document).toMatchObject({ info: { title: 'Segue' }, servers: [{ url: '/api/v1' }] })
  expect(await (await at('/docs')).text()).toContain('/api/v1/guilds/{guild}/queue/tracks')
})

/** A station that plays one file for as long as somebody listens. */
class Radio implements AsyncDisposable {
  readonly #server: Bun.Server<undefined>

  private constructor(server: Bun.Server<undefined>) {
    this.#server = server
  }

  static async start(file: string): Promise<Radio> {
    const bytes = await Bun.file(file).bytes()
    const fetch = () => {
      const { bytes: sent } = broadcast(
        [{ sound: bytes, says: streamTitle('Alice - Alpha') }],
        16_000,
      )
      const body = new ReadableStream({ start: (sound) => sound.enqueue(sent) })
      const type = Bun.file(file).type
      const icy = { 'icy-name': 'Radio Alpha', 'icy-metaint': '16000' }
      return new Response(body, { headers: { 'content-type': type, ...icy } })
    }
    return new Radio(Bun.serve({ hostname: '127.0.0.1', port: 0, idleTimeout: 0, fetch }))
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}/station`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
  }
}
