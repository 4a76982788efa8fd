import { expect, test } from 'bun:test'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { addressPolicy, type Resolve } from '../../src/net/address-policy.ts'
import { GuardedProxy } from '../../src/net/proxy.ts'
import type { ProxyLease } from '../../src/net/proxy-lease.ts'
import { until } from '../discord/until.ts'
import { rawServer } from './servers.ts'

const HELLO = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello'

function start(allowed: readonly string[], resolve?: Resolve): Promise<GuardedProxy> {
  return GuardedProxy.start({
    policy: addressPolicy({ allowed }, resolve === undefined ? {} : { resolve }),
  })
}

/** Sends `text` to the proxy as it is and returns all that comes back. */
function raw(lease: ProxyLease, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(new URL(lease.url).port), '127.0.0.1', () => socket.write(text))
    socket.on('data', (data) => {
      answer += data.toString('latin1')
      if (/^HTTP\/1\.1 [45]/.test(answer) && answer.includes('\r\n\r\n')) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}

function credentials(lease: ProxyLease): string {
  const { username, password } = new URL(lease.url)
  return `Proxy-Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}\r\n`
}

function tunnel(lease: ProxyLease, to: string, first = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n') {
  return raw(lease, `CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n${credentials(lease)}\r\n${first}`)
}

test('a tunnel carries bytes both ways, sent along at once as well', async () => {
  await using server = await rawServer((socket) => socket.end(HELLO))
  await using proxy = await start([`127.0.0.1:${server.port}`])
  using lease = proxy.lease()
  const answer = await tunnel(lease, `127.0.0.1:${server.port}`)
  expect(answer).toMatch(
    /^HTTP\/1\.1 200 Connection established\r\n\r\nHTTP\/1\.1 200 OK[\s\S]*hello$/,
  )
  expect(server.requests[0]).toMatch(/^GET \/ HTTP/)
  expect(lease.refused).toBeNull()
})

test('an absolute request is passed on with its body and without what is for the proxy', async () => {
  await using server = await rawServer((socket) => socket.end(HELLO))
  await using proxy = await start([`127.0.0.1:${server.port}`])
  using lease = proxy.lease()
  const { port, username, password } = new URL(lease.url)
  const body = await new Promise<string>((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: `${server.url}/a?b`,
        headers: {
          'proxy-authorization': `Basic ${btoa(`${username}:${password}`)}`,
          'content-length': 4,
          'x-mine': 'yes',
        },
      },
      (answer) => {
        let text = ''
        answer.on('data', (data: Buffer) => {
          text += data.toString()
        })
        answer.on('end', () => resolve(text))
      },
    )
    outgoing.on('error', reject)
    outgoing.end('body')
  })
  expect(body).toBe('hello')
  expect(server.requests[0]).toMatch(/^POST \/a\?b HTTP\/1\.1\r\n/)
  expect(server.requests[0]).toMatch(/^x-mine: yes\r$/im)
  expect(server.requests[0]).not.toMatch(/proxy-authorization/i)
})

test.each([
  '127.0.0.1',
  'localhost',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '0x7f000001',
  '2130706433',
  '127.1',
  '0.0.0.0',
  'inside.example',
])('neither form of request reaches %s', async (host) => {
  await using server = await rawServer((socket) => socket.end(HELLO))
  await using proxy = await start([], async () => ['127.0.0.1'])
  using first = proxy.lease()
  expect(await tunnel(first, `${host}:${server.port}`)).toMatch(/^HTTP\/1\.1 403 /)
  expect(first.refused).toBe('address-refused')
  using second = proxy.lease()
  const plain = `GET http://${host}:${server.port}/ HTTP/1.1\r\nHost: x\r\n${credentials(second)}\r\n`
  expect(await raw(second, plain)).toMatch(/^HTTP\/1\.1 403 /)
  expect(second.refused).toBe('address-refused')
  expect(server.requests).toHaveLength(0)
})

test('the address that was checked is the one that is dialled', async () => {
  await using server = await rawServer((socket) => socket.end(HELLO))
  let asked = 0
  await using proxy = await start([`rebind.example:${server.port}`], async () =>
    asked++ === 0 ? ['127.0.0.1'] : ['127.0.0.2'],
  )
  using lease = proxy.lease()
  expect(await tunnel(lease, `rebind.example:${server.port}`)).toContain('hello')
  expect(asked).toBe(1)
})

test('nobody without a lease is served, nor with one that has ended', async () => {
  await using server = await rawServer((socket) => socket.end(HELLO))
  await using proxy = await start([`127.0.0.1:${server.port}`])
  const lease = proxy.lease()
  const to = `127.0.0.1:${server.port}`
  const wrong = [
    '',
    'Proxy-Authorization: Basic\r\n',
    'Proxy-Authorization: Basic !!!\r\n',
    `Proxy-Authorization: Basic ${btoa(`${new URL(lease.url).username}:guess`)}\r\n`,
    credentials(lease).replace('Basic', 'Bearer'),
  ]
  for (const header of wrong) {
    expect(await raw(lease, `CONNECT ${to} HTTP/1.1\r\n${header}\r\n`)).toMatch(/^HTTP\/1\.1 407 /)
    expect(await raw(lease, `GET http://${to}/ HTTP/1.1\r\nHost: x\r\n${header}\r\n`)).toMatch(
      /^HTTP\/1\.1 407 /,
    )
  }
  lease[Symbol.dispose]()
  expect(await tunnel(lease, to)).toMatch(/^HTTP\/1\.1 407 /)
  expect(server.requests).toHaveLength(0)
})

test.each([
  'CONNECT example.com',
  'CONNECT http://example.com/',
  'CONNECT a@b:80',
  'GET /path',
  'GET file:///etc/passwd',
  'GET ftp://example.com/',
  'GET https://example.com/',
])('%s is a bad request', async (line) => {
  await using proxy = await start([])
  using lease = proxy.lease()
  const answer = await raw(lease, `${line} HTTP/1.1\r\nHost: x\r\n${credentials(lease)}\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
})

test('a name that doesn’t resolve and a port where nothing listens are bad gateways', async () => {
  const server = await rawServer(() => {})
  const { port } = server
  await server[Symbol.asyncDispose]()
  await using proxy = await start([`127.0.0.1:${port}`], () => Promise.reject(new Error('no')))
  using lease = proxy.lease()
  expect(await tunnel(lease, 'nowhere.example:443')).toMatch(/^HTTP\/1\.1 502 /)
  expect(await tunnel(lease, `127.0.0.1:${port}`)).toMatch(/^HTTP\/1\.1 502 /)
  expect(lease.refused).toBeNull()
})

test('stopping closes open tunnels, and twice is harmless', async () => {
  await using server = await rawServer((socket) => socket.write('still here'))
  const proxy = await start([`127.0.0.1:${server.port}`])
  const open = tunnel(proxy.lease(), `127.0.0.1:${server.port}`)
  await until(() => server.requests.length === 1, 'the tunnel')
  await proxy[Symbol.asyncDispose]()
  await proxy[Symbol.asyncDispose]()
  expect(await open).toContain('200 Connection established')
})

test('more connections than the limit are turned away', async () => {
  await using server = await rawServer(() => {})
  const policy = addressPolicy({ allowed: [`127.0.0.1:${server.port}`] })
  const proxy = await GuardedProxy.start({ policy, maxConnections: 2 })
  using lease = proxy.lease()
  const to = `127.0.0.1:${server.port}`
  const held = [tunnel(lease, to), tunnel(lease, to)]
  await until(() => server.requests.length === 2, 'two tunnels')
  await expect(tunnel(lease, to).then((text) => text || 'nothing')).rejects.toThrow()
  expect(server.requests).toHaveLength(2)
  await proxy[Symbol.asyncDispose]()
  for (const answer of await Promise.all(held)) {
    expect(answer).toBe('HTTP/1.1 200 Connection established\r\n\r\n')
  }
})

test('a tunnel on which nothing moves is closed', async () => {
  await using server = await rawServer(() => {})
  const policy = addressPolicy({ allowed: [`127.0.0.1:${server.port}`] })
  await using proxy = await GuardedProxy.start({ policy, idleTimeoutMs: 100 })
  using lease = proxy.lease()
  const answer = await tunnel(lease, `127.0.0.1:${server.port}`)
  expect(answer).toBe('HTTP/1.1 200 Connection established\r\n\r\n')
})

test('neither form of request reaches a port that no music comes from, and the lease says why', async () => {
  await using proxy = await start([], async () => ['8.8.8.8'])
  using first = proxy.lease()
  expect(await tunnel(first, 'music.example:22')).toMatch(/^HTTP\/1\.1 403 /)
  using second = proxy.lease()
  const plain = `GET http://music.example:6379/ HTTP/1.1\r\nHost: x\r\n${credentials(second)}\r\n`
  expect(await raw(second, plain)).toMatch(/^HTTP\/1\.1 403 /)
  expect([first.refused, second.refused]).toEqual(['port-refused', 'port-refused'])
})
