import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { PageSite } from '../page-site.ts'

setDefaultTimeout(120_000)

/**
 * A search finds a page for each word; a page can't be played for the reason that its name begins with,
 * told in the words that yt-dlp has for it.
 */
const YTDLP = (folder: string) => `site = open('${folder}/site').read()
WHY = {
    'region': 'The uploader has not made this video available in your country',
    'drm': 'This video is DRM protected',
    'gone': 'Video unavailable',
    'private': 'Private video. Sign in if you have been granted access to this video',
}
name = page.rsplit('/', 1)[-1]
if not page.startswith('http'):
    words = page.split(':', 1)[1].split(' ')
    songs = [{'_type': 'url', 'title': word, 'duration': 40, 'url': f'{site}page/{word}'} for word in words]
    print(json.dumps({'_type': 'playlist', 'entries': songs}))
    sys.exit()
why = WHY.get(name.rstrip('0123456789'))
if why: sys.exit('ERROR: [site] ' + name + ': ' + why)
print(json.dumps({'title': name, 'webpage_url': page, 'url': site + 'Bravo.wav', 'protocol': 'http', 'duration': 40}))
`

let site: PageSite
beforeAll(async () => {
  site = await PageSite.start('Bravo', YTDLP)
  await Bun.write(`${site.folder}/site`, site.page(''))
})
afterAll(() => site[Symbol.asyncDispose]())

test('where the best match can’t be played, the next one is, and it’s said', async () => {
  const room = await site.house.room()
  const answer = await room.types('/play', { query: 'region1 drm1 fine1' })
  expect(answer).toBe(
    '**region1** can’t be played: it’s blocked where I’m hosted. The next match takes its place: **drm1**.',
  )
  await room.hears('Bravo')
  expect(room.read).toContain(
    '**drm1** can’t be played: it’s copy-protected (DRM). The next match takes its place: **fine1**.',
  )
  expect(await room.types('/nowplaying')).toContain('fine1')
})

test('the same holds of what waits, before its turn', async () => {
  const room = await site.house.room()
  await room.types('/play', { query: 'fine2' })
  await room.hears('Bravo')
  await room.types('/play', { query: 'gone2 fine3' })
  await room.types('/seek', { position: '25' })
  await room.reads(
    '**gone2** can’t be played: it isn’t there any more. The next match takes its place: **fine3**.',
  )
  expect(await room.types('/queue')).toContain('`1` **fine3**')
  expect(room.heard().positionS).toBeLessThan(38)
})

test('where none is left, or somebody gave the link, the reason is told', async () => {
  const room = await site.house.room()
  expect(await room.types('/play', { query: 'private4' })).toContain('sign in')
  expect(await room.types('/play', { query: site.page('page/region4') })).toBe(
    'That can’t be played where I’m hosted. Try another upload.',
  )
})

test('not more than three are tried in a row', async () => {
  const room = await site.house.room()
  const words = [1, 2, 3, 4, 5, 6].map((n) => `gone5${n}`)
  await room.types('/play', { query: words.join(' ') })
  await room.reads('**gone54** can’t be played. That isn’t there any more.')
  expect(room.read.filter((text) => text.includes('The next match'))).toHaveLength(3)
})
