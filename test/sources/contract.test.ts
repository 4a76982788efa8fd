import { setDefaultTimeout } from 'bun:test'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../src/observability/log.ts'
import { ServiceLinks } from '../../src/sources/services/service-links.ts'
import { Spotify } from '../../src/sources/services/spotify.ts'
import { type Sources, startSources } from '../../src/sources/sources.ts'
import { keepsTheSourceContract, type SourceUnderTest } from '../contract/sources.ts'
import { embedPage, songEntity, spotifyId } from './services/spotify-pages.ts'
import { html, standIn } from './services/stand-in.ts'
import { audio, site } from './site.ts'
import { mp3 } from './tags/tagged-file.ts'
import { noAccess, ytdlpProgram } from './yt-dlp/program.ts'

// One of them starts yt-dlp, a second or two each time.
setDefaultTimeout(120_000)

/** The sources as the bot starts them, a folder of music and a site beside them. */
async function started(
  name: string,
  about: (url: string) => Pick<SourceUnderTest, 'link' | 'missing' | 'words'>,
): Promise<SourceUnderTest> {
  await using stack = new AsyncDisposableStack()
  const home = await mkdtemp(join(tmpdir(), 'segue-sources-'))
  stack.defer(() => rm(home, { recursive: true, force: true }))
  const musicDir = join(home, 'music')
  await mkdir(musicDir)
  await writeFile(join(musicDir, 'song.mp3'), mp3({ TIT2: 'The Song', TPE1: 'Somebody' }))
  const pages = {
    '/a.wav': audio(),
    '/page': '<title>A page</title><audio src="/a.wav"></audio>',
    '/list.m3u': 'a.wav\na.wav',
  }
  const web = stack.use(site(pages))
  const { sources, resources } = await startSources({
    ...{ musicDir, dataDir: join(home, 'data'), log: silentLog },
    addresses: { allowed: [`127.0.0.1:${web.port}`] },
    ytdlpPath: ytdlpProgram(),
    ytdlpAccess: noAccess,
  })
  stack.use(resources)
  const source = named(sources, name)
  const parts = stack.move()
  return {
    ...{ source, secrets: [], ...about(web.url) },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

function named({ all }: Sources, name: string) {
  const source = all.find((one) => one.name === name)
  if (source === undefined) throw new Error(`no source ${name}`)
  return source
}

keepsTheSourceContract('of local files', () =>
  started('local', () => ({ link: 'song.mp3', missing: 'none.mp3', words: 'the song' })),
)

keepsTheSourceContract('of direct links', () =>
  started('http', (url) => ({ link: `${url}/a.wav`, missing: `${url}/none` })),
)

keepsTheSourceContract('of pages', () =>
  started('yt-dlp', (url) => ({ link: `${url}/page`, missing: `${url}/none` })),
)

keepsTheSourceContract('of links of Spotify', async () => {
  const id = spotifyId(1)
  const page = embedPage(songEntity('Song', ['Artist'], 1_000))
  const site = standIn((where) =>
    where === `open.spotify.com/embed/track/${id}` ? html(page) : undefined,
  )
  return {
    source: new ServiceLinks(new Spotify(site.options, null), site.options),
    ...{ link: `spotify:track:${id}`, missing: `spotify:track:${spotifyId(2)}` },
    ...{ secrets: [], opensNone: true },
    [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
  }
})
