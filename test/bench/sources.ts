import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newTrackId, userId } from '../../src/base/ids.ts'
import type { Found } from '../../src/domain/track.ts'
import { silentLog } from '../../src/observability/log.ts'
import { AppleMusic } from '../../src/sources/services/apple-music.ts'
import { Deezer } from '../../src/sources/services/deezer.ts'
import { ServiceLinks } from '../../src/sources/services/service-links.ts'
import { Spotify } from '../../src/sources/services/spotify.ts'
import type { Source } from '../../src/sources/source.ts'
import { startSources } from '../../src/sources/sources.ts'
import { LocalJellyfin } from '../sources/jellyfin/local-jellyfin.ts'
import { asking, CATALOG, sourceOf } from '../sources/music-servers/library.ts'
import { LocalSubsonic } from '../sources/opensubsonic/local-subsonic.ts'
import { embedPage, songEntity, spotifyId } from '../sources/services/spotify-pages.ts'
import { html, standIn } from '../sources/services/stand-in.ts'
import { audio, site } from '../sources/site.ts'
import { mp3 } from '../sources/tags/tagged-file.ts'
import { noAccess, ytdlpProgram } from '../sources/yt-dlp/program.ts'
import { percentile } from '../support/percentiles.ts'

/**
 * Measures how long each source takes from what somebody types to the address of the bytes, against
 * servers on loopback: `bun test/bench/sources.ts`. The network's own time comes on top.
 */
const TIMES = 30

await using stack = new AsyncDisposableStack()
const home = await mkdtemp(join(tmpdir(), 'segue-bench-'))
stack.defer(() => rm(home, { recursive: true, force: true }))
const musicDir = join(home, 'music')
await mkdir(musicDir)
await writeFile(join(musicDir, 'song.mp3'), mp3({ TIT2: 'The Song', TPE1: 'Somebody' }))
const web = stack.use(
  site({ '/a.wav': audio(), '/page': '<title>A page</title><audio src="/a.wav"></audio>' }),
)
const { sources, resources } = await startSources({
  ...{ musicDir, dataDir: join(home, 'data'), log: silentLog },
  addresses: { allowed: [`127.0.0.1:${web.port}`] },
  ytdlpPath: ytdlpProgram(),
  ytdlpAccess: noAccess,
})
stack.use(resources)
const own = (name: string): Source => {
  const source = sources.all.find((one) => one.name === name)
  if (source === undefined) throw new Error(`no source ${name}`)
  return source
}

const track = `open.spotify.com/embed/track/${spotifyId(1)}`
const song = { id: 1, title: 'Song', duration: 180, artist: { name: 'Artist' } }
const result = { wrapperType: 'track', kind: 'song', trackId: 1, trackName: 'Song' }
const services = stack.use(
  standIn((where) => {
    if (where === track) return html(embedPage(songEntity('Song', ['Artist'], 1_000)))
    if (where === 'api.deezer.com/track/1') return Response.json(song)
    if (!where.startsWith('itunes.apple.com/lookup')) return undefined
    return Response.json({ resultCount: 1, results: [{ ...result, artistName: 'Artist' }] })
  }),
)

await report('a file of the library, by words', own('local'), 'the song')
await report('a direct link', own('http'), `${web.url}/a.wav`)
await report('a page that yt-dlp reads', own('yt-dlp'), `${web.url}/page`)

const users = { user: 'bot', password: 'secret', catalog: CATALOG }
const subsonic = stack.use(new LocalSubsonic(users))
await report('OpenSubsonic, by words', sourceOf('opensubsonic', subsonic.url, stack), 'needle')
const jellyfin = stack.use(new LocalJellyfin(users))
await report('Jellyfin, by words', sourceOf('jellyfin', jellyfin.url, stack), 'needle')

const { options } = services
const spotify = new ServiceLinks(new Spotify(options, null), options)
await report('a link of Spotify (what it is)', spotify, `spotify:track:${spotifyId(1)}`)
const deezer = new ServiceLinks(new Deezer(options), options)
await report('a link of Deezer (what it is)', deezer, 'https://www.deezer.com/track/1')
const apple = new ServiceLinks(new AppleMusic(options, null), options)
await report('a link of Apple Music (what it is)', apple, 'https://music.apple.com/us/song/x/1')

async function report(what: string, source: Source, text: string): Promise<void> {
  const times: number[] = []
  for (let time = 0; time < TIMES; time++) {
    services.clock.advance(1_000)
    const began = performance.now()
    const [found] = (await foundBy(source, text)).tracks
    if (found === undefined) throw new Error(`${what}: nothing found`)
    const queued = { ...found, id: newTrackId(), requestedBy: userId('1') }
    if (found.source !== 'query') await source.open(queued, asking)
    times.push(performance.now() - began)
  }
  const [median, most] = [percentile(times, 0.5), percentile(times, 0.95)]
  console.log(`${what}: p50 ${median.toFixed(1)} ms, p95 ${most.toFixed(1)} ms (${TIMES} times)`)
}

async function foundBy(source: Source, text: string): Promise<Found> {
  if (source.owns(text)) return await source.find(text, asking)
  const [place] = source.places ?? []
  const found = place && (await source.search?.({ words: text, limit: 1, place }, asking))
  return found ?? (await source.find(text, asking))
}
