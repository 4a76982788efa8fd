import { describe, expect, test } from 'bun:test'
import { LocalDiscord } from '../local-discord.ts'
import { RestStage } from './rest-stage.ts'

const rest = RestStage.set()

describe('every call', () => {
  test('needs a token that exists', async () => {
    for (const token of [null, 'wrong']) {
      const reply = await rest.call('GET', '/users/@me', undefined, { token })
      expect([reply.status, reply.json]).toEqual([401, { message: '401: Unauthorized', code: 0 }])
    }
  })

  test('that is not served is told to the test', async () => {
    expect((await rest.call('GET', '/nowhere')).status).toBe(404)
    expect(rest.discord.unknownCalls).toContain('GET /nowhere')
  })

  test('with 204 has neither body nor content type', async () => {
    const text = rest.discord.createGuild().createTextChannel('bots')
    const reply = await rest.call('POST', `/channels/${text.id}/typing`)
    expect([reply.status, reply.json, reply.headers.get('content-type')]).toEqual([204, null, null])
  })

  test('with broken JSON is refused with 50109', async () => {
    const text = rest.discord.createGuild().createTextChannel('bots')
    const response = await fetch(`${rest.discord.apiUrl}/v10/channels/${text.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${rest.discord.token}`, 'content-type': 'application/json' },
      body: '{',
    })
    expect(await response.json()).toMatchObject({ code: 50109 })
  })
})

describe('rate limits', () => {
  test('count down a bucket of each channel, then answer 429 with how long to wait', async () => {
    await using to = await LocalDiscord.start()
    const guild = to.createGuild()
    const send = (id: string) =>
      rest.call('POST', `/channels/${id}/messages`, { content: 'x' }, { to })
    const [one, other] = [guild.createTextChannel('one'), guild.createTextChannel('other')]
    const remaining: (string | null)[] = []
    for (let i = 0; i < 5; i += 1) {
      remaining.push((await send(one.id)).headers.get('x-ratelimit-remaining'))
    }
    expect(remaining).toEqual(['4', '3', '2', '1', '0'])
    const refused = await send(one.id)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('x-ratelimit-scope')).toBe('user')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3)
    expect(Number(refused.json?.retry_after)).toBeGreaterThan(3)
    expect((await send(other.id)).status).toBe(200)
    expect(to.messages(one)).toHaveLength(5)
  })

  test('end at 50 calls a second over all routes', async () => {
    await using to = await LocalDiscord.start()
    const replies = await Promise.all(
      Array.from({ length: 60 }, () => rest.call('GET', '/users/@me', undefined, { to })),
    )
    const refused = replies.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(10)
    expect(refused[0]?.headers.get('x-ratelimit-global')).toBe('true')
    expect(refused[0]?.json?.global).toBe(true)
  })

  test('and failures come when a test plans them, and slowness too', async () => {
    await using to = await LocalDiscord.start()
    to.faults.rest.failNext('GET /users/@me', 502)
    to.faults.rest.delay(/^GET \/users/, 60)
    const me = () => rest.call('GET', '/users/@me', undefined, { to })
    const startedAt = performance.now()
    expect((await me()).status).toBe(502)
    expect((await me()).status).toBe(200)
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(118)
  })
})
