import { expect, test } from 'bun:test'
import { MemoryCache } from '../../src/cache/memory-cache.ts'
import { addressPolicy } from '../../src/net/address-policy.ts'
import { hostAndPort } from '../../src/sources/named-host.ts'
import { MOST_RETRY_AFTER_MS, retryAfterMs } from '../../src/sources/retry-after.ts'
import { Service, type ServiceOptions } from '../../src/sources/service.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { site } from './site.ts'

const never = new AbortController().signal

type Page = (request: Request) => Response | Promise<Response>

/** A service with one page, and how often that was asked for. */
function served(page: Page, options: Partial<ServiceOptions> = {}) {
  const asked: Request[] = []
  const web = site({
    '/it': (request) => {
      asked.push(request)
      return page(request)
    },
  })
  const clock = new ManualClock()
  const policy = addressPolicy({}).naming(hostAndPort(web.url))
  const service = new Service({ name: 'here', policy, clock, ...options })
  const ask = { url: `${web.url}/it?key=s3cret` }
  return { service, clock, asked, ask, [Symbol.dispose]: () => web[Symbol.dispose]() }
}

const status = (code: number, headers: Record<string, string> = {}) =>
  new Response('{}', { status: code, headers })

test('a service hears who asks, and what is sent', async () => {
  using here = served(async (request) => Response.json({ got: await request.text() }))
  const send = { method: 'POST', body: '{"ü":1}', type: 'application/json' } as const
  expect(await here.service.json({ ...here.ask, send }, never)).toEqual({ got: '{"ü":1}' })
  const [request] = here.asked
  expect(request?.method).toBe('POST')
  expect(request?.headers.get('user-agent')).toStartWith('Segue/')
  expect(request?.headers.get('content-type')).toBe('application/json')
})

test.each([
  [204, null],
  [404, null],
  [410, null],
])('status %i says that there is none', async (code, nothing) => {
  using here = served(() => new Response(null, { status: code }))
  expect(await here.service.json(here.ask, never)).toBe(nothing)
  expect(here.service.health().state).toBe('ok')
})

test.each([
  [401, 'http-status'],
  [403, 'http-status'],
  [429, 'rate-limited'],
  [500, 'source-busy'],
  [503, 'source-busy'],
])('status %i is the error %s, which tells nothing of the address', async (code, error) => {
  using here = served(() => status(code))
  const failing = here.service.json(here.ask, never)
  await expect(failing).rejects.toMatchObject({ code: error, detail: `HTTP ${code}` })
  await failing.catch((cause) => expect(Bun.inspect(cause)).not.toContain('s3cret'))
})

test('an answer that is no JSON, or too long, cannot be read', async () => {
  using text = served(() => new Response('<html>'))
  await expect(text.service.json(text.ask, never)).rejects.toMatchObject({ code: 'unsupported' })
  using long = served(() => new Response('x'.repeat(2_000)), { limits: { mostBytes: 1_000 } })
  await expect(long.service.text(long.ask, never)).rejects.toMatchObject({ code: 'unsupported' })
})

test('an answer that never becomes whole is given up at the limit', async () => {
  const begun = Promise.withResolvers<void>()
  using here = served(() => {
    begun.resolve()
    const body = new ReadableStream({ start: (controller) => controller.enqueue('{') })
    return new Response(body)
  })
  const failing = here.service.json(here.ask, never)
  failing.catch(() => {})
  await begun.promise
  here.clock.advance(12_000)
  await expect(failing).rejects.toMatchObject({ code: 'source-timeout' })
})

test('after five failures in a row it is left alone for a minute, and then asked once', async () => {
  let code = 500
  using here = served(() => status(code))
  const ask = () => here.service.json(here.ask, never)
  for (let time = 0; time < 5; time++) await expect(ask()).rejects.toThrow('HTTP 500')
  await expect(ask()).rejects.toMatchObject({ code: 'source-busy' })
  expect(here.asked).toHaveLength(5)
  expect(here.service.health()).toEqual({ name: 'here', state: 'off', detail: 'source-busy' })
  here.clock.advance(60_000)
  code = 200
  expect(await ask()).toEqual({})
  expect(here.service.health()).toEqual({ name: 'here', state: 'ok', detail: null })
})

test('refusals of what was asked, and people who go away, say nothing about the service', async () => {
  using here = served(() => status(403))
  for (let time = 0; time < 6; time++) {
    await expect(here.service.json(here.ask, never)).rejects.toThrow('HTTP 403')
  }
  const gone = AbortSignal.abort(new Error('left'))
  await expect(here.service.json(here.ask, gone)).rejects.toThrow('left')
  expect(here.service.health().state).toBe('ok')
})

test('it is asked again only after the pause that it asked for', async () => {
  let answer = status(429, { 'retry-after': '30' })
  using here = served(() => answer)
  const ask = () => here.service.json(here.ask, never)
  await expect(ask()).rejects.toMatchObject({ code: 'rate-limited' })
  answer = Response.json(1)
  here.clock.advance(29_000)
  await expect(ask()).rejects.toMatchObject({ code: 'rate-limited' })
  expect(here.asked).toHaveLength(1)
  here.clock.advance(1_000)
  expect(await ask()).toBe(1)
})

test('requests are spread out, and too many are refused', async () => {
  using here = served(() => Response.json(1), { limits: { everyMs: 5_000, perServer: 8 } })
  const first = here.service.json(here.ask, never)
  const second = here.service.json(here.ask, never)
  const leaving = new AbortController()
  const third = here.service.json(here.ask, leaving.signal)
  await expect(here.service.json(here.ask, never)).rejects.toMatchObject({ code: 'rate-limited' })
  expect(await first).toBe(1)
  leaving.abort(new Error('left'))
  await expect(third).rejects.toThrow('left')
  expect(here.asked).toHaveLength(1)
  here.clock.advance(5_000)
  expect(await second).toBe(1)
})

test('answers are remembered, and that there is none, each for its time', async () => {
  let there = false
  const cache = new MemoryCache(new ManualClock())
  using here = served(() => (there ? Response.json('it') : status(404)), { cache })
  const keep = { forMs: 60_000, missForMs: 1_000 }
  const ask = (server: string) => here.service.json({ ...here.ask, keep, server }, never)
  expect([await ask('1'), await ask('2')]).toEqual([null, null])
  expect(here.asked).toHaveLength(1)
  there = true
  expect(await here.service.json(here.ask, never)).toBe('it')
  expect(await ask('3')).toBeNull()
})

test.each([
  [null, null],
  ['', null],
  ['soon', null],
  ['-5', null],
  ['120', 120_000],
  ['999999999', MOST_RETRY_AFTER_MS],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 1969 00:00:00 GMT', 0],
])('Retry-After %j asks for %p ms', (value, ms) => {
  expect(retryAfterMs(value, 0)).toBe(ms)
})
