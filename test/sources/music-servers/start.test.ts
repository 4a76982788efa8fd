import { expect, test } from 'bun:test'
import { parseMediaServers } from '../../../src/config/media-servers.ts'
import { Fault } from '../../../src/config/values.ts'
import type { Log, LogFields } from '../../../src/observability/log.ts'
import { silentLog } from '../../../src/observability/log.ts'
import { startMusicServers } from '../../../src/sources/music-servers/start.ts'
import { until } from '../../discord/until.ts'
import { LocalJellyfin } from '../jellyfin/local-jellyfin.ts'
import { LocalSubsonic } from '../opensubsonic/local-subsonic.ts'
import { CATALOG } from './library.ts'

const KIND = { example: 'http://user:password@nas', keys: true }

function parsed(...urls: string[]) {
  const servers = parseMediaServers(urls.join(' '), KIND)
  if (servers instanceof Fault) throw new Error(servers.sentence)
  return servers
}

test('at the start the host is told of each server whether it lets the bot in, and what to check', async () => {
  using subsonic = new LocalSubsonic({ user: 'bot', password: 's3cret', catalog: CATALOG })
  using jellyfin = new LocalJellyfin({ user: 'bot', password: 's3cret', catalog: CATALOG })
  await using stack = new AsyncDisposableStack()
  const lines: (readonly [string, LogFields])[] = []
  const log: Log = {
    ...silentLog,
    info: (message, fields = {}) => void lines.push([message, fields]),
    warn: (message, fields = {}) => void lines.push([message, fields]),
  }
  const wrong = (url: string, name: string) => `${url.replace('s3cret', 'wr0ng')}?name=${name}`
  const mediaServers = {
    opensubsonic: parsed(
      ...[`${subsonic.url}?name=nas`, wrong(subsonic.url, 'locked')],
      `http://a:b@127.0.0.1:${jellyfin.port}?name=other`,
    ),
    jellyfin: parsed(`${jellyfin.url}?name=films`, wrong(jellyfin.url, 'shut')),
  }
  startMusicServers({ mediaServers, addresses: {}, log }, stack)
  await until(() => lines.length === 5, 'five lines')
  const refused = 'a music server refuses the user or the password; check'
  const silent = 'a music server doesn’t answer as one; check that it runs, and its address in'
  const told = lines.map(([message, { server, version, code }]) => [
    ...[String(server), [message, version ?? code]],
  ])
  expect(Object.fromEntries(told)).toEqual({
    nas: ['music server', 'local 1.2.3'],
    locked: [`${refused} SUBSONIC_URLS`, 'library-login'],
    other: [`${silent} SUBSONIC_URLS`, 'http-status'],
    films: ['music server', 'Jellyfin 10.9.11'],
    shut: [`${refused} JELLYFIN_URLS`, 'library-login'],
  })
  expect(JSON.stringify(lines)).not.toMatch(/s3cret|wr0ng/)
})
