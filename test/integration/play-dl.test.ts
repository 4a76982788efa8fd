import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { set, song, soundcloudSites } from '../sources/play-dl/sites.ts'
import { PageSite } from './page-site.ts'
import { type TrackName, trackPath } from './tracks.ts'

setDefaultTimeout(120_000)

const preloaded = (name: string) =>
  fileURLToPath(new URL(`../support/preload/${name}.ts`, import.meta.url))

/** yt-dlp, which notes what it's asked for, and opens any song of SoundCloud. */
const YTDLP = (folder: string) => `site = open('${folder}/site').read()
open('${folder}/asked', 'a').write(' '.join(sys.argv[-1:]) + (' flat' if '--flat-playlist' in sys.argv else '') + '\\n')
name = {'song-0': 'Alpha', 'song-1': 'Bravo'}.get(page.split('/')[-1], 'Charlie')
print(json.dumps({'title': 'By another', 'webpage_url': page, 'url': site + name + '.wav', 'protocol': 'http'}))
`

let site: PageSite
const stack = new AsyncDisposableStack()
beforeAll(async () => {
  const there = stack.use(
    await soundcloudSites((where, url) => {
      const link = url.searchParams.get('url') ?? ''
      if (where === 'api-v2.soundcloud.com/resolve') {
        if (link.endsWith('/sets/set')) return Response.json(set(2))
        // As if SoundCloud had changed.
        return link.endsWith('/song-9') ? Response.json({ kind: 'sound' }) : Response.json(song(1))
      }
      return undefined
    }),
  )
  // A direct look at a page sees that it is no sound.
  const pages = Bun.serve({
    ...{ hostname: '127.0.0.1', port: 0 },
    fetch: () => new Response('<html>', { headers: { 'content-type': 'text/html' } }),
  })
  stack.defer(() => pages.stop(true))
  const sound = async (path: string) =>
    new Response(
      await Bun.file(await trackPath(path.slice(1, -'.wav'.length) as TrackName)).bytes(),
    )
  const environment = {
    SERVICE_SITE: `127.0.0.1:${pages.port}`,
    SITE_CA: there.caPath,
    YTDLP_PROXY: there.egress,
  }
  const scripts = ['service-sites', 'play-dl-trust'].map(preloaded)
  site = await PageSite.start(sound, YTDLP, environment, scripts)
  await writeFile(join(site.folder, 'site'), site.page(''))
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await stack.disposeAsync()
})

/** What yt-dlp was asked for since the last time. */
async function askedOfYtdlp(): Promise<string> {
  const path = join(site.folder, 'asked')
  const text = await readFile(path, 'utf8').catch(() => '')
  await writeFile(path, '')
  return text
}

test('a set of SoundCloud is found by play-dl, and yt-dlp only opens what plays', async () => {
  const room = await site.house.room()
  const query = 'https://soundcloud.com/artist/sets/set'
  expect(await room.types('/play', { query })).toContain('Song 0')
  await room.hears('Alpha')
  expect(await room.types('/queue')).toContain('`1` **Artist – Song 1**')
  const asked = await askedOfYtdlp()
  expect(asked).toContain('https://soundcloud.com/artist/song-0\n')
  expect(asked).not.toContain('flat')
})

test('where play-dl can’t read a link, yt-dlp finds it', async () => {
  const room = await site.house.room()
  const query = 'https://soundcloud.com/artist/song-9'
  expect(await room.types('/play', { query })).toBe('Playing **By another**')
  await room.hears('Charlie')
  expect(await askedOfYtdlp()).toContain('https://soundcloud.com/artist/song-9 flat\n')
})
