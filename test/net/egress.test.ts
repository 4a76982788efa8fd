import { expect, test } from 'bun:test'
import { createServer, type Socket } from 'node:net'
import { addressPolicy } from '../../src/net/address-policy.ts'
import type { Egress } from '../../src/net/dial.ts'
import { request } from '../../src/net/http.ts'
import { GuardedProxy } from '../../src/net/proxy.ts'
import { collect, rawServer } from './servers.ts'
import { httpUpstream, socksUpstream } from './upstream.ts'

const HELLO = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
const policy = addressPolicy({})

/** A guarded proxy before which every name is 8.8.8.8, and which leaves this host by `egress`. */
function start(egress: Partial<Egress>, allowed: readonly string[] = [], address = '8.8.8.8') {
  return GuardedProxy.start({
    policy: addressPolicy({ allowed }, { resolve: async () => [address] }),
    egress: { proxy: null, sourceAddress: null, ...egress },
  })
}

/** What a client like yt-dlp gets that is told of the proxy by its environment. */
async function fetched(url: string, proxy: string): Promise<string> {
  const child = Bun.spawn(['python3', '-c', FETCH, url], {
    env: { http_proxy: proxy, https_proxy: proxy },
    stdout: 'pipe',
    stderr: 'inherit',
  })
  return (await new Response(child.stdout).text()).trim()
}

const FETCH = `
import sys, urllib.request, urllib.error
try:
    with urllib.request.urlopen(sys.argv[1]) as answer: print(answer.status, answer.read().decode())
except urllib.error.HTTPError as error: print(error.code)
`

test.each([
  ['http', 'http', httpUpstream, '', 'CONNECT 8.8.8.8:PORT HTTP/1.1'],
  ['http with a password', 'http', httpUpstream, 'me:p w', 'CONNECT 8.8.8.8:PORT HTTP/1.1'],
  ['socks5', 'socks5', socksUpstream, '', 'socks 0108080808'],
  ['socks5 with a password', 'socks5h', socksUpstream, 'me:p w', 'socks 0108080808'],
] as const)('over a proxy (%s) goes the address that was checked, whoever asks', async (...row) => {
  const [, scheme, open, login, wanted] = row
  await using server = await rawServer((socket) => socket.end(HELLO))
  await using upstream = await open(login)
  const signIn = login === '' ? '' : `${login.split(':').map(encodeURIComponent).join(':')}@`
  const port = server.port
  await using proxy = await start({ proxy: `${scheme}://${signIn}127.0.0.1:${upstream.port}` }, [
    `music.example:${port}`,
  ])
  using lease = proxy.lease()
  const url = `http://music.example:${port}/song`
  expect(await fetched(url, lease.url)).toBe('200 hello')
  const answer = await request(url, { policy, via: lease.url })
  expect(Buffer.from(await collect(answer.body)).toString()).toBe('hello')
  expect(upstream.asked).toEqual(Array(2).fill(wanted.replace('PORT', String(port))))
  for (const head of server.requests) expect(head).toContain(`music.example:${port}`)
})

test('over a proxy, too, nothing goes to an address inside or to an odd port', async () => {
  await using upstream = await httpUpstream('')
  const egress = { proxy: `http://127.0.0.1:${upstream.port}` }
  await using inside = await start(egress, [], '192.168.1.1')
  await using outside = await start(egress)
  using first = inside.lease()
  using second = outside.lease()
  expect(await fetched('http://music.example/', first.url)).toBe('403')
  await expect(request('http://music.example/', { policy, via: first.url })).rejects.toMatchObject({
    code: 'address-refused',
  })
  expect(await fetched('http://music.example:22/', second.url)).toBe('403')
  expect(first.refused).toBe('address-refused')
  expect(second.refused).toBe('port-refused')
  expect(upstream.asked).toEqual([])
})

test('a proxy that refuses, hangs up or is not there is a lost source', async () => {
  await using refusing = await httpUpstream('me:other')
  await using mute = await rawServer((socket) => socket.end())
  for (const port of [refusing.port, mute.port, 1]) {
    await using proxy = await start({ proxy: `http://me:wrong@127.0.0.1:${port}` })
    using lease = proxy.lease()
    await expect(
      request('http://music.example/', { policy, via: lease.url }),
    ).rejects.toMatchObject({ code: 'source-lost' })
  }
})

test('what leaves from an address of its own comes from there', async () => {
  const seen: (string | undefined)[] = []
  const server = createServer((socket: Socket) => {
    seen.push(socket.remoteAddress)
    socket.end(HELLO)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  try {
    await using proxy = await start(
      { sourceAddress: '127.0.0.9' },
      [`music.example:${port}`],
      '127.0.0.1',
    )
    using lease = proxy.lease()
    const answer = await request(`http://music.example:${port}/`, { policy, via: lease.url })
    answer.cancel()
    expect(seen).toEqual(['127.0.0.9'])
  } finally {
    server.close()
  }
})

test('a lease that has ended opens no tunnel', async () => {
  await using server = await rawServer((socket) => socket.end(HELLO))
  await using proxy = await start({}, [`127.0.0.1:${server.port}`])
  const lease = proxy.lease()
  lease[Symbol.dispose]()
  await expect(
    request(`http://127.0.0.1:${server.port}/`, { policy, via: lease.url }),
  ).rejects.toMatchObject({ code: 'source-lost' })
  expect(server.requests).toHaveLength(0)
})
