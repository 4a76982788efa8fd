import { expect, test } from 'bun:test'
import { addressPolicy } from '../../src/net/address-policy.ts'
import { LastFm } from '../../src/scrobbling/lastfm.ts'
import { ListenBrainz } from '../../src/scrobbling/listenbrainz.ts'
import type { PastListen } from '../../src/scrobbling/ports.ts'
import { hostAndPort } from '../../src/sources/named-host.ts'
import { Service } from '../../src/sources/service.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { LastFmServer } from '../support/lastfm-server.ts'
import { ListenBrainzServer } from '../support/listenbrainz-server.ts'

const never = new AbortController().signal
const AT = new Date('2026-05-01T12:00:00.900Z')
const listen = (title: string): PastListen => ({
  ...{ artist: 'Ann & Bob', title, album: 'Ülben', durationMs: 200_400, at: AT },
})
const serviceAt = (url: string) =>
  new Service({
    name: 'there',
    policy: addressPolicy({}).naming(hostAndPort(url)),
    clock: new ManualClock(),
  })

function listenBrainz() {
  const server = new ListenBrainzServer()
  server.users.set('t0ken', 'ann')
  const client = new ListenBrainz(server.url, serviceAt(server.url))
  return { server, client, [Symbol.dispose]: () => server[Symbol.dispose]() }
}

test('ListenBrainz tells whose a token is, and that one is nobody’s', async () => {
  using here = listenBrainz()
  expect(await here.client.ownerOf('t0ken', never)).toBe('ann')
  expect(await here.client.ownerOf('other', never)).toBeNull()
  expect(await here.client.ownerOf('with\r\nnewline: x', never)).toBeNull()
  here.server.instead = () => Response.json({ valid: true, user_name: { toString: 'x' } })
  expect(await here.client.ownerOf('t0ken', never)).toBeNull()
})

test('ListenBrainz gets what plays now, one listen or several, as it documents them', async () => {
  using here = listenBrainz()
  const { server, client } = here
  await client.nowPlaying('t0ken', listen('Red'), never)
  expect(await client.submit('t0ken', [listen('Red')], never)).toBe('taken')
  expect(await client.submit('t0ken', [listen('Red'), listen('Blue')], never)).toBe('taken')
  expect(server.submitted.map(({ kind, payload }) => [kind, payload.length])).toEqual([
    ['playing_now', 1],
    ['single', 1],
    ['import', 2],
  ])
  expect(server.submitted[1]?.payload[0]).toEqual({
    listened_at: 1_777_636_800,
    track_metadata: {
      artist_name: 'Ann & Bob',
      track_name: 'Red',
      release_name: 'Ülben',
      additional_info: { media_player: 'Segue', submission_client: 'Segue', duration_ms: 200_400 },
    },
  } as never)
})

test.each([
  [401, 'unlinked'],
  [400, 'refused'],
])('ListenBrainz’ status %i means that listens are %s', async (status, outcome) => {
  using here = listenBrainz()
  here.server.instead = () => Response.json({ code: status, error: 'no' }, { status })
  expect(await here.client.submit('t0ken', [listen('Red')], never)).toBe(outcome as never)
})

function lastFm() {
  const server = new LastFmServer()
  const client = new LastFm(server.url, server.keys, serviceAt(server.url))
  return { server, client, [Symbol.dispose]: () => server[Symbol.dispose]() }
}

test('Last.fm gives a session once its user has allowed the token, and only once', async () => {
  using here = lastFm()
  const { server, client } = here
  const { token, page } = await client.newToken(never)
  expect(await client.sessionOf(token, never)).toBeNull()
  server.allow(page, 'ann')
  const session = await client.sessionOf(token, never)
  expect(session?.name).toBe('ann')
  expect(server.sessions.get(session?.key ?? '')).toBe('ann')
  expect(await client.sessionOf(token, never)).toBeNull()
  expect(await client.sessionOf('no token&method=x', never)).toBeNull()
})

test('Last.fm’s own page is at www.last.fm', async () => {
  using here = lastFm()
  const atLastFm = new LastFm('https://ws.audioscrobbler.com/2.0/', here.server.keys, {
    json: async () => ({ token: 'abc' }),
  } as unknown as Service)
  expect((await atLastFm.newToken(never)).page).toBe(
    'https://www.last.fm/api/auth/?api_key=host-key&token=abc',
  )
})

test('Last.fm gets signed calls, up to fifty scrobbles in one', async () => {
  using here = lastFm()
  const { server, client } = here
  server.sessions.set('key', 'ann')
  await client.nowPlaying('key', listen('Now'), never)
  const many = Array.from({ length: 50 }, (_, index) => listen(`Song ${index} = é&`))
  expect(await client.submit('key', many, never)).toBe('taken')
  expect(server.scrobbles).toHaveLength(51)
  expect(server.scrobbles[0]).toMatchObject({ track: 'Now', timestamp: null })
  expect(server.scrobbles.find(({ track }) => track === 'Song 11 = é&')).toEqual({
    ...{ user: 'ann', artist: 'Ann & Bob', track: 'Song 11 = é&', timestamp: 1_777_636_800 },
  })
  expect(await client.submit('revoked', [listen('Red')], never)).toBe('unlinked')
})

test.each([
  [{ error: 6, message: 'bad' }, 400, 'refused'],
  [{ error: 9, message: 'bad' }, 403, 'unlinked'],
  [{ error: 11, message: 'offline' }, 503, 'source-busy'],
  [{ error: 16, message: 'later' }, 200, 'source-busy'],
  [{ error: 29, message: 'slow' }, 200, 'rate-limited'],
  [{ error: 26, message: 'suspended' }, 403, 'http-status'],
  [{ error: 13, message: 'signature' }, 403, 'http-status'],
  [{}, 200, 'unsupported'],
  [null, 200, 'unsupported'],
])('Last.fm’s answer %j with %i is %s', async (answer, status, outcome) => {
  using here = lastFm()
  here.server.instead = () => Response.json(answer, { status })
  const submitting = here.client.submit('key', [listen('Red')], never)
  const came = await submitting.catch((error: { code: string }) => error.code)
  expect(came).toBe(outcome)
  await submitting.catch((error) => expect(Bun.inspect(error)).not.toContain('host-secret'))
})
