import { afterAll, beforeAll, expect, test } from 'bun:test'
import { allEndpoints } from '../../src/api/endpoints.ts'
import { apiErrors } from '../../src/http/api-error.ts'
import { operationId } from '../../src/http/openapi.ts'
import { ApiClient } from '../support/api-client.ts'
import { freePort } from '../support/free-port.ts'
import { newKey } from '../support/key.ts'
import { runSchemathesis, type SchemathesisRun } from '../support/schemathesis.ts'
import { endInOrder, House } from './house.ts'
import type { Room } from './room.ts'

/** So many that together they may make more requests than a run does. */
const KEYS = 20
const SHARED_KEY = 'the key of these tests'
/** Of a printed line: some hold an address of 16 KiB. */
const SHOWN_CHARACTERS = 500

const port = freePort()
let house: House
let room: Room
let many: ManyKeys

beforeAll(async () => {
  house = await House.start({ API_PORT: String(port) })
  room = await house.room()
  const keys: string[] = []
  while (keys.length < KEYS) keys.push(await newKey(house.storage))
  many = new ManyKeys(port, keys)
}, 120_000)
afterAll(async () => {
  await many?.[Symbol.asyncDispose]()
  if (house !== undefined) await endInOrder(house)
})

test('all that a server’s player can be asked is answered as the document says', async () => {
  const client = new ApiClient(many.port, SHARED_KEY)
  const queue = `/guilds/${room.guild.id}/queue`
  await client.ask('POST', `${queue}/tracks`, { query: 'Alpha', channelId: room.lounge.id })
  await room.hears('Alpha')
  const config = `[parameters]\n"path.guild" = "${room.guild.id}"\n`
  await fits({ config, seconds: 60, phases: ['examples', 'coverage', 'fuzzing'] })
}, 240_000)

test('and so is what’s asked about servers where the bot isn’t', async () => {
  await fits({ config: '', seconds: 20, phases: ['coverage', 'fuzzing'] })
}, 120_000)

async function fits(run: Pick<SchemathesisRun, 'config' | 'seconds' | 'phases'>): Promise<void> {
  const { code, out } = await runSchemathesis({
    ...run,
    config: EXPECTED + run.config,
    url: `http://127.0.0.1:${many.port}/openapi.json`,
    headers: { 'X-API-Key': SHARED_KEY },
    seed: 1,
  })
  const shown = out.split('\n').map((line) => line.slice(0, SHOWN_CHARACTERS))
  expect(code, shown.join('\n')).toBe(0)
  expect(house.logged('request failed')).toEqual([])
  expect(house.logged('a route failed')).toEqual([])
}

/** No client asks like this. */
const nobody = () => Promise.reject(new Error('only listed here'))
const endpoints = allEndpoints({
  command: nobody,
  queue: nobody,
  enqueue: nobody,
  search: nobody,
  wrong: nobody,
})

/**
 * Which statuses are right beside those that the program expects. Some endpoints refuse what fits
 * their schema because of how things are, such as a position in a shorter queue, with a 422.
 */
const EXPECTED = `
[checks]
negative_data_rejection.expected-statuses = [400, 401, 404, 405, 409, 413, 422, 431]
positive_data_acceptance.expected-statuses = ["2xx", 404, 409]
${endpoints
  .filter(({ errors }) => errors.some((code) => apiErrors[code].status === 422))
  .map(
    ({ method, path }) => `
[[operations]]
include-operation-id = "${operationId(method, path)}"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 409, 422]
`,
  )
  .join('')}
`

/** The API with one key that stands for many; each may make some requests a minute. */
class ManyKeys implements AsyncDisposable {
  readonly #server: Bun.Server<undefined>

  constructor(port: number, keys: readonly string[]) {
    let requests = 0
    this.#server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      idleTimeout: 0,
      async fetch(request) {
        const { pathname, search } = new URL(request.url)
        const headers = new Headers(request.headers)
        if (headers.get('x-api-key') === SHARED_KEY) {
          headers.set('x-api-key', keys[requests++ % keys.length] ?? '')
        }
        const { method } = request
        const body = request.body === null ? null : await request.bytes()
        const url = `http://127.0.0.1:${port}${pathname}${search}`
        return await fetch(url, { method, headers, body, redirect: 'manual' })
      },
    })
  }

  get port(): number {
    return this.#server.port ?? 0
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
  }
}
