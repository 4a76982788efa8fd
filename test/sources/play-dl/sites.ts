import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import { GuardedProxy } from '../../../src/net/proxy.ts'
import type { PlayDlOptions } from '../../../src/sources/play-dl/process.ts'
import { ManualClock } from '../../discord/manual-clock.ts'
import { makeCertificate, writeCaFile } from '../../discord/voice/certificate.ts'
import { httpUpstream } from '../../net/upstream.ts'

/**
 * What SoundCloud's site and its API v2 answer, and Deezer's, as play-dl 1.9.7 asks and reads them: the page
 * names scripts, the last of which holds a client id; `resolve` answers for a link, a list names most songs by
 * their id alone.
 */
const HOSTS = ['soundcloud.com', 'a-v2.sndcdn.com', 'api-v2.soundcloud.com', 'api.deezer.com']
/** Of nobody, and never dialled: the guard judges it as it would the real one. */
const PUBLIC_ADDRESS = '93.184.216.34'

export type Site = (where: string, url: URL) => Response | Promise<Response> | undefined

/** The sites over TLS, and a proxy that leads to them whatever address is asked for at port 443. */
export interface SoundcloudSites extends AsyncDisposable {
  /** The authority that vouches for them. */
  readonly caPath: string
  /** The proxy's URL. */
  readonly egress: string
  /** What came in, as 'api-v2.soundcloud.com/resolve'. */
  readonly asked: string[]
  /** Which addresses the proxy was asked for. */
  readonly dialled: readonly string[]
}

export async function soundcloudSites(site: Site): Promise<SoundcloudSites> {
  await using stack = new AsyncDisposableStack()
  const certificate = await makeCertificate(HOSTS)
  const ca = stack.use(await writeCaFile(certificate.caPem))
  const asked: string[] = []
  const server = Bun.serve({
    ...{ hostname: '127.0.0.1', port: 0 },
    tls: { cert: certificate.certPem, key: certificate.keyPem },
    async fetch(request) {
      const url = new URL(request.url)
      const where = `${request.headers.get('host')}${url.pathname}`
      asked.push(where)
      return (await site(where, url)) ?? known(where) ?? new Response('no', { status: 404 })
    },
  })
  stack.defer(() => server.stop(true))
  const leadsTo = (port: number) => (port === 443 ? (server.port ?? 0) : port)
  const upstream = stack.use(await httpUpstream('', leadsTo))
  const parts = stack.move()
  return {
    ...{ caPath: ca.path, egress: `http://127.0.0.1:${upstream.port}` },
    ...{ asked, dialled: upstream.asked },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

export interface Sites extends SoundcloudSites {
  readonly options: PlayDlOptions
  readonly clock: ManualClock
}

/** The sites behind the guarded proxy, with a certificate that the process trusts. */
export async function sites(site: Site, more: Partial<PlayDlOptions> = {}): Promise<Sites> {
  await using stack = new AsyncDisposableStack()
  const there = stack.use(await soundcloudSites(site))
  const egress = { proxy: there.egress, sourceAddress: null }
  const policy = addressPolicy({}, { resolve: async () => [PUBLIC_ADDRESS] })
  const proxy = stack.use(await GuardedProxy.start({ policy, egress }))
  const folder = await mkdtemp(join(tmpdir(), 'segue-play-dl-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const clock = new ManualClock()
  const environment = { NODE_EXTRA_CA_CERTS: there.caPath }
  const options = { proxy, folder, bunPath: process.execPath, clock, environment, ...more }
  const parts = stack.move()
  return { ...there, options, clock, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

/** The page that play-dl takes a client id from. */
function known(where: string): Response | undefined {
  if (where === 'soundcloud.com/') {
    const scripts = ['0-aa', '50-bb'].map(
      (name) => `<script crossorigin src="https://a-v2.sndcdn.com/assets/${name}.js"></script>`,
    )
    return new Response(`<html>${scripts.join('\n')}</html>`)
  }
  if (where === 'a-v2.sndcdn.com/assets/50-bb.js')
    return new Response('x={a:1,client_id:"c1d",b:2}')
  return undefined
}

/** A song as SoundCloud's API v2 has it. */
export const song = (id: number, more = {}) => ({
  ...{ kind: 'track', id, title: `Song ${id}`, duration: 200_000, full_duration: 200_000 },
  uri: `https://api.soundcloud.com/tracks/${id}`,
  permalink_url: `https://soundcloud.com/artist/song-${id}`,
  artwork_url: `https://i1.sndcdn.com/artworks-${id}-large.jpg`,
  publisher_metadata: { id, artist: 'Artist', contains_music: true },
  media: { transcodings: [] },
  user: { id: 1, username: 'Uploader', permalink_url: 'https://soundcloud.com/artist' },
  ...more,
})

/** A set of so many, of which the first five are whole. */
export const set = (count: number) => ({
  ...{ kind: 'playlist', id: 9, title: 'Set', duration: 1, track_count: count, set_type: 'album' },
  uri: 'https://api.soundcloud.com/playlists/9',
  user: { id: 1, username: 'Uploader' },
  tracks: Array.from({ length: count }, (_, n) =>
    n < 5 ? song(n) : { id: n, kind: 'track', policy: 'ALLOW' },
  ),
})
