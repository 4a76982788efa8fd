import { expect, test } from 'bun:test'
import { addressPolicy } from '../../src/net/address-policy.ts'
import { type RequestOptions, request } from '../../src/net/http.ts'
import { collect, type RawServer, rawServer } from './servers.ts'

const HELLO = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'

function ask(server: RawServer, path = '/', options: Partial<RequestOptions> = {}) {
  const policy = addressPolicy({ allowed: [`127.0.0.1:${server.port}`] })
  return request(server.url + path, { policy, ...options })
}

function redirect(to: string, status = '302 Found'): string {
  return `HTTP/1.1 ${status}\r\nLocation: ${to}\r\nContent-Length: 0\r\n\r\n`
}

test('an answer has its status, headers and body', async () => {
  await using server = await rawServer((socket) =>
    socket.end(
      'HTTP/1.1 404 No\r\nX-A: 1\r\nX-A: 2\r\nIcy-Name: caf\xe9\r\nContent-Length: 2\r\n\r\nno',
      'latin1',
    ),
  )
  const answer = await ask(server, '/a?b=c#d', { headers: { 'X-Mine': 'yes' } })
  expect(answer.status).toBe(404)
  expect(answer.headers.all('x-a')).toEqual(['1', '2'])
  expect(answer.headers.get('X-A')).toBe('1')
  expect(answer.headers.get('icy-name')).toBe('café')
  expect(Buffer.from(await collect(answer.body)).toString()).toBe('no')
  expect(server.requests[0]).toMatch(/^GET \/a\?b=c HTTP\/1\.1\r\n/)
  expect(server.requests[0]).toMatch(/^x-mine: yes\r$/im)
})

test('the name is resolved once and the connection goes to the address that was checked', async () => {
  await using server = await rawServer((socket) => socket.end(HELLO))
  // A name that rebinds: the first answer is admitted, every later one would be another.
  let asked = 0
  const policy = addressPolicy(
    { allowed: [`rebind.example:${server.port}`] },
    { resolve: async () => (asked++ === 0 ? ['127.0.0.1'] : ['127.0.0.2']) },
  )
  const answer = await request(`http://rebind.example:${server.port}/`, { policy })
  expect(answer.status).toBe(200)
  expect(asked).toBe(1)
  expect(server.requests[0]).toContain(`rebind.example:${server.port}`)
})

test('a name that turns to an address inside between two hops is refused at the second', async () => {
  let asked = 0
  await using server = await rawServer((socket) => socket.end(redirect('/next')))
  const inner = addressPolicy({ allowed: [`127.0.0.1:${server.port}`] })
  const outer = addressPolicy({}, { resolve: async () => ['127.0.0.1'] })
  const policy: typeof inner = {
    ...inner,
    admit: (host, port) =>
      asked++ === 0 ? inner.admit('127.0.0.1', port) : outer.admit(host, port),
  }
  await expect(request(`http://rebind.example:${server.port}/`, { policy })).rejects.toMatchObject({
    code: 'address-refused',
  })
  expect(server.requests).toHaveLength(1)
})

test.each([
  'http://127.0.0.1:1/',
  'http://localhost:1/',
  'http://[::1]/',
  'http://[::ffff:7f00:1]/',
  'http://0/',
])('a redirect to %s is refused', async (target) => {
  await using server = await rawServer((socket) => socket.end(redirect(target)))
  await expect(ask(server)).rejects.toMatchObject({ code: 'address-refused' })
})

test.each([
  'file:///etc/passwd',
  'ftp://example.com/',
  'data:audio/mpeg,x',
  'http://a:b@example.com/',
])('a redirect to %s is not followed', async (target) => {
  await using server = await rawServer((socket) => socket.end(redirect(target)))
  await expect(ask(server)).rejects.toMatchObject({ code: 'bad-query' })
})

test.each(
  [
    '',
    'song.mp3',
    'file:///etc/passwd',
    'ftp://example.com/',
    'http://',
    'http://[fe80::1%25eth0]/',
    'http://user:pw@example.com/',
    'http://256.1.1.1/',
    `http://example.com/${'a'.repeat(9000)}`,
  ].map((url) => [url.slice(0, 40), url]),
)('%j is no URL to ask', async (_short, url) => {
  await expect(request(url, { policy: addressPolicy({}) })).rejects.toMatchObject({
    code: 'bad-query',
  })
})

test('redirects are followed, but not for ever', async () => {
  await using server = await rawServer((socket, head) => {
    const hop = Number(/^GET \/(\d+)/.exec(head)?.[1])
    socket.end(hop === 0 ? HELLO : redirect(`${hop - 1}`, '307 Temporary Redirect'))
  })
  const answer = await ask(server, '/5')
  expect([answer.status, answer.url]).toEqual([200, `${server.url}/0`])
  await expect(ask(server, '/6')).rejects.toMatchObject({ code: 'http-status', status: 307 })
})

test('secrets stay with the origin they were meant for', async () => {
  await using other = await rawServer((socket) => socket.end(HELLO))
  await using server = await rawServer((socket, head) =>
    socket.end(redirect(head.startsWith('GET /away') ? other.url : '/away')),
  )
  const policy = addressPolicy({ allowed: ['127.0.0.0/8'] })
  const headers = { Authorization: 'Bearer x', Cookie: 'a=b', 'X-Plain': 'c' }
  await request(`${server.url}/`, { policy, headers })
  for (const head of server.requests) expect(head).toMatch(/^authorization: Bearer x\r$/im)
  expect(server.requests).toHaveLength(2)
  expect(other.requests[0]).not.toMatch(/^(?:authorization|cookie):/im)
  expect(other.requests[0]).toMatch(/^x-plain: c\r$/im)
})

test('headers without end are cut off', async () => {
  await using server = await rawServer((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`)
  })
  await expect(ask(server)).rejects.toMatchObject({ code: 'source-lost' })
})

test.each([['100 Continue'], ['103 Early Hints']])(
  'answers before the answer (%s) are passed over, a flood of them is cut off',
  async (status) => {
    const interim = `HTTP/1.1 ${status}\r\n\r\n`
    await using few = await rawServer((socket) =>
      socket.end(`${interim.repeat(3)}HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`),
    )
    expect((await ask(few)).status).toBe(200)
    await using flood = await rawServer((socket) => {
      const timer = setInterval(() => socket.write(interim), 1)
      socket.on('close', () => clearInterval(timer))
    })
    await expect(ask(flood)).rejects.toMatchObject({ code: 'source-lost' })
  },
)

test('one time limit covers silence, headers that drip, and slow redirects', async () => {
  await using mute = await rawServer(() => {})
  await using dripping = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const timer = setInterval(() => socket.write('X: y\r\n'), 10)
    socket.on('close', () => clearInterval(timer))
  })
  await using turning = await rawServer((socket) => {
    setTimeout(() => socket.end(redirect('/')), 30)
  })
  for (const server of [mute, dripping, turning]) {
    await expect(
      ask(server, '/', { firstByteTimeoutMs: 80, maxRedirects: 100 }),
    ).rejects.toMatchObject({ code: 'source-timeout' })
  }
})

test('a look-up that never answers is a timeout as well', async () => {
  const policy = addressPolicy({}, { resolve: () => new Promise(() => {}) })
  await expect(
    request('http://slow.example/', { policy, firstByteTimeoutMs: 20 }),
  ).rejects.toMatchObject({ code: 'source-timeout' })
})

test('aborting rejects with the reason, before and during the body', async () => {
  await using server = await rawServer((socket, head) => {
    if (head.startsWith('GET /body')) socket.write('HTTP/1.1 200 OK\r\n\r\nhello')
  })
  const early = new AbortController()
  const waiting = ask(server, '/', { signal: early.signal })
  early.abort(new Error('early'))
  await expect(waiting).rejects.toThrow('early')
  await expect(ask(server, '/', { signal: early.signal })).rejects.toThrow('early')
  const late = new AbortController()
  const answer = await ask(server, '/body', { signal: late.signal })
  const reading = collect(answer.body)
  late.abort(new Error('late'))
  await expect(reading).rejects.toThrow('late')
})

test('a body that breaks off is lost, and cancelling twice is harmless', async () => {
  await using server = await rawServer((socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello', () => socket.destroy())
  })
  const answer = await ask(server)
  await expect(collect(answer.body)).rejects.toMatchObject({ code: 'source-lost' })
  answer.cancel()
  answer.cancel()
})

test('headers that would smuggle a second request are refused', async () => {
  await using server = await rawServer((socket) => socket.end(HELLO))
  await expect(ask(server, '/', { headers: { x: 'a\r\nGET / HTTP/1.1' } })).rejects.toThrow()
  expect(server.requests).toHaveLength(0)
})

test('a redirect is the answer where none is followed', async () => {
  const server = Bun.serve({
    ...{ hostname: '127.0.0.1', port: 0 },
    fetch: () => new Response('', { status: 302, headers: { location: 'file:///etc/passwd' } }),
  })
  const policy = addressPolicy({ allowed: ['127.0.0.0/8'] })
  const answer = await request(`http://127.0.0.1:${server.port}/`, { policy, follows: false })
  answer.cancel()
  expect([answer.status, answer.headers.address('location')]).toEqual([302, 'file:///etc/passwd'])
  await server.stop(true)
})
