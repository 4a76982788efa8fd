import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { embedPage, songEntity, spotifyId } from '../sources/services/spotify-pages.ts'
import { PageSite } from './page-site.ts'
import { expectRefusal, menuIn, type Room } from './room.ts'
import { type TrackName, trackPath } from './tracks.ts'

setDefaultTimeout(120_000)

/** A video of the site: where it is, what it's called, whose it is, how long, and what sounds. */
type Video = readonly [
  words: string,
  title: string,
  channel: string,
  seconds: number,
  is: TrackName,
]

/** What a search for these words finds, in the site's order. */
const CATALOGUE: readonly Video[] = [
  ['Hello', 'Adele - Hello (Karaoke Version)', 'Sing King', 296, 'Alpha'],
  ['Hello', 'Adele - Hello (Live at the NRJ Awards)', 'AdeleVEVO', 300, 'Charlie'],
  ['Hello', 'Hello', 'Adele - Topic', 296, 'Bravo'],
  ['Hello', 'Adele - Hello (Lyrics)', 'LyricsHub', 295, 'Delta'],
  ['"GBBKS1000351"', 'Someone Like You', 'Adele - Topic', 286, 'Delta'],
  [
    'Someone Like You',
    'Adele - Someone Like You (Official Music Video)',
    'AdeleVEVO',
    285,
    'Alpha',
  ],
  [
    'When We Were Young',
    'When We Were Young (Live at The Church Studios)',
    'AdeleVEVO',
    291,
    'Charlie',
  ],
  ['Skyfall', 'How to play Skyfall by Adele - piano tutorial', 'Pianote', 600, 'Alpha'],
]

/** yt-dlp of a site with that catalogue, which keeps what it was asked for. */
const YTDLP = (folder: string) => `site = open('${folder}/site').read()
if page.startswith('ytsearch'):
    words = page.split(':', 1)[1]
    with open('${folder}/asked', 'a') as asked: asked.write(words + '\\n')
    CATALOGUE = json.load(open('${folder}/catalogue'))
    videos = [video for video in CATALOGUE if video[0] in words]
    shown = lambda video: {'_type': 'url', 'title': video[1], 'channel': video[2], 'duration': video[3], 'url': site + 'page/' + video[4] + '/' + str(CATALOGUE.index(video))}
    print(json.dumps({'_type': 'playlist', 'entries': [shown(video) for video in videos]}))
    sys.exit()
print(json.dumps({'title': 'x', 'webpage_url': page, 'url': site + page.split('/page/')[1].split('/')[0] + '.wav', 'protocol': 'http'}))
`

const SERVICES = fileURLToPath(new URL('../support/preload/service-sites.ts', import.meta.url))

/** Songs of a service, by the last digit of their ids. */
const SONGS = {
  1: songEntity('Hello', ['Adele'], 295_000),
  2: songEntity('When We Were Young', ['Adele'], 290_000),
  3: songEntity('Skyfall', ['Adele'], 286_000),
} as const

const linkTo = (song: keyof typeof SONGS) => `https://open.spotify.com/track/${spotifyId(song)}`

let site: PageSite
let service: Bun.Server<undefined>
beforeAll(async () => {
  service = Bun.serve({
    ...{ hostname: '127.0.0.1', port: 0 },
    fetch: ({ url }) => {
      const song = SONGS[Number(url.at(-1)) as keyof typeof SONGS]
      return new Response(embedPage(song), { headers: { 'content-type': 'text/html' } })
    },
  })
  const sound = async (path: string) => {
    const name = path.slice(1, -'.wav'.length) as TrackName
    return new Response(await Bun.file(await trackPath(name)).bytes())
  }
  const environment = { MUSIC_DIR: '', SERVICE_SITE: `127.0.0.1:${service.port}` }
  site = await PageSite.start(sound, YTDLP, environment, [SERVICES])
  await writeFile(join(site.folder, 'site'), site.page(''))
  await writeFile(join(site.folder, 'catalogue'), JSON.stringify(CATALOGUE))
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await service.stop(true)
})

/** Plays rows of a table as a list of that name. */
async function playsRows(room: Room, name: string, ...rows: string[]): Promise<void> {
  const csv = ['Track Name,Artist Name(s),Duration (ms),ISRC', ...rows].join('\n')
  const file = { name: `${name}.csv`, bytes: new TextEncoder().encode(csv) }
  await room.types('/playlist import', { name }, { file })
  await room.outcome('/playlist play', name)
}

const asked = async () => (await readFile(join(site.folder, 'asked'), 'utf8')).split('\n')

test('rows of a table play as the recordings that they name, by code first, and not as karaoke', async () => {
  const room = await site.house.room({ announcements: 'lines' })
  await playsRows(room, 'Mine', 'Hello,Adele,295000,', 'Someone Like You,Adele,285000,GBBKS1000351')
  await room.hears('Bravo')
  await room.types('/skip')
  await room.hears('Delta')
  expect(await asked()).toContain('"GBBKS1000351"')
  // It was sure by its code, so that its names weren't looked for.
  expect(await asked()).not.toContain('Adele - Someone Like You')
})

test('a wrong match isn’t taken again, and the next one that fits is', async () => {
  const room = await site.house.room()
  await playsRows(room, 'Wrong', 'Hello,Adele,295000,')
  await room.hears('Bravo')
  expect(await room.types('/wrong')).toBe('Playing **LyricsHub – Adele \\- Hello \\(Lyrics\\)**')
  await room.hears('Delta')
  await room.types('/stop')
  await room.types('/playlist play', 'Wrong')
  await room.hears('Delta')
})

test('where only something doubtful is found it plays, with a word of doubt, and what isn’t it doesn’t', async () => {
  const room = await site.house.room({ announcements: 'lines' })
  const rows = ['When We Were Young,Adele,290000,', 'Skyfall,Adele,286000,', 'Hello,Adele,295000,']
  await playsRows(room, 'Doubt', ...rows)
  await room.hears('Charlie')
  await room.reads('is **Adele – When We Were Young**. If it isn’t, use /wrong')
  await room.types('/skip')
  await room.hears('Bravo')
  await room.reads('Skyfall** can’t be played')
})

test('a link of a service plays as its recording at once, and /wrong knows what was meant', async () => {
  const room = await site.house.room()
  expect(await room.types('/play', { query: linkTo(1) })).toBe('Playing **Adele – Hello**')
  await room.hears('Bravo')
  expect(await room.types('/wrong')).toContain('Hello \\(Lyrics\\)')
  await room.hears('Delta')
  await room.types('/stop')
  await room.types('/play', { query: linkTo(1) })
  await room.hears('Delta')
})

test('where nothing is surely what a link names, whoever waits is asked, and what they choose is heard', async () => {
  const room = await site.house.room()
  const outcome = await room.outcome('/play', { query: linkTo(2) })
  expect(outcome.text).toContain('I’m not sure which of these is **Adele – When We Were Young**')
  const { message, id, options } = menuIn(outcome)
  expect(message.ephemeral).toBe(true)
  expect(options.map(({ label }) => label)).toEqual([
    '1. When We Were Young (Live at The Church Studios)',
  ])
  const chosen = await room.alice.selects(message, id, options[0]?.value ?? '')
  await chosen.settled()
  await room.hears('Charlie')
  // A tutorial isn't even doubtful.
  await expectRefusal(await room.outcome('/play', { query: linkTo(3) }), 'nothing-found')
})

test('a list keeps what a link names, and not what was found for it', async () => {
  const room = await site.house.room()
  await room.types('/playlist create', 'Kept')
  await room.types('/playlist add', { name: 'Kept', query: linkTo(2) })
  expect(await room.types('/playlist show', 'Kept')).toContain('**Adele – When We Were Young**')
})

test('typed words play the song, and its karaoke only for whoever asks for that', async () => {
  const room = await site.house.room()
  await room.types('/play', { query: 'Adele Hello' })
  await room.hears('Bravo')
  await room.types('/stop')
  await room.types('/play', { query: 'Adele Hello karaoke' })
  await room.hears('Alpha')
})
