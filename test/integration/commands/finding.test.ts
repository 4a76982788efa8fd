import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { en } from '../../../src/gateway/words/en.ts'
import { flatten } from '../../discord/people/message.ts'
import { markedWav } from '../../support/marked-tones.ts'
import { PageSite } from '../page-site.ts'
import { expectRefusal, menuIn, type Room } from '../room.ts'
import { TRACKS } from '../tracks.ts'

setDefaultTimeout(120_000)

const PICTURE = 'https://i.example.com/480.jpg'

/** A search finds songs that say where they were looked for, of which two can't be chosen by a short link. */
const YTDLP = (folder: string) => `site = open('${folder}/site').read()
if not page.startswith('http'):
    kind, words = page.split(':', 1)
    place = ''.join(c for c in kind if c.isalpha())
    many = int(''.join(c for c in kind if c.isdigit()))
    if words == 'nothing': songs = []
    else: songs = [{'_type': 'url', 'title': f'{words} {n} of {place}', 'channel': 'Somebody', 'duration': 60 + n, 'url': f'{site}page/{place}{n}' + ('x' * 100 if n in (3, 4) else '')} for n in range(1, many + 3)]
    print(json.dumps({'_type': 'playlist', 'entries': songs}))
    sys.exit()
print(json.dumps({'title': page.rsplit('/', 1)[-1], 'webpage_url': page, 'url': site + 'Bravo.wav', 'protocol': 'http', 'thumbnails': [{'url': '${PICTURE}', 'width': 480, 'height': 360}]}))
`

let site: PageSite
beforeAll(async () => {
  site = await PageSite.start('Bravo', YTDLP)
  await Bun.write(`${site.folder}/site`, site.page(''))
})
afterAll(() => site[Symbol.asyncDispose]())

test('the card of a site’s track shows its picture', async () => {
  const room = await site.house.room()
  await room.types('/play', { query: site.page('page/pictured') })
  await room.hears('Bravo')
  await room.reads('### **[pictured]')
  const [card] = room.cards
  const [picture] = flatten(card?.components ?? []).filter(({ type }) => type === 11)
  expect(picture?.media?.url).toBe(PICTURE)
})

describe('/search', () => {
  test('offers ten with length and source to its caller alone, and what is chosen is heard', async () => {
    const room = await site.house.room()
    const outcome = await room.outcome('/search', { query: 'needle' })
    expect(outcome.text).toContain(en.finding.choose)
    const { message, id, options } = menuIn(outcome)
    expect(message.ephemeral).toBe(true)
    // Two of the ten have links too long for a choice.
    expect(options).toHaveLength(8)
    expect(options[0]).toMatchObject({
      label: '1. needle 1 of ytsearch',
      description: expect.stringMatching(/^Somebody · 1:01 · 127\.0\.0\.1:\d+$/),
    })
    const chosen = await room.alice.selects(message, id, options[1]?.value ?? '')
    await chosen.settled()
    expect(chosen.text).toBe('Playing **ytsearch2**')
    expect((chosen.response ?? chosen.followUps[0])?.ephemeral).toBe(false)
    await room.hears('Bravo')
    // The menu is still there, to choose more.
    const more = await room.alice.selects(message, id, options[4]?.value ?? '')
    await more.settled()
    expect(more.text).toBe('Queued **ytsearch7** at position 1')
  })

  test('finds the library’s tracks first, and looks elsewhere when told', async () => {
    const room = await site.house.room()
    const library = menuIn(await room.outcome('/search', { query: 'alpha' }))
    expect(library.options).toMatchObject([
      { label: '1. Alpha', value: 'Alpha.wav', description: '0:40 · library' },
    ])
    const web = menuIn(await room.outcome('/search', { query: 'alpha', source: 'soundcloud' }))
    expect(web.options[0]?.label).toBe('1. alpha 1 of scsearch')
    await expectRefusal(await room.outcome('/search', { query: 'nothing' }), 'nothing-found')
    const only = await room.outcome('/search', { query: 'needle', source: 'library' })
    await expectRefusal(only, 'nothing-found')
  })

  test('tells who isn’t in a voice channel before it looks', async () => {
    const room = await site.house.room({ join: false })
    await expectRefusal(await room.outcome('/search', { query: 'x' }), 'caller-not-in-voice')
  })
})

test('/play looks where its source says', async () => {
  const room = await site.house.room()
  expect(await room.types('/play', { query: 'bravo', source: 'youtube' })).toBe(
    'Playing **Somebody – bravo 1 of ytsearch**',
  )
  await room.types('/play', { query: 'bravo', source: 'library' })
  expect(await room.types('/queue')).toContain('`1` **Bravo**')
})

test('/playnext goes first, and /playnow takes over', async () => {
  const room = await site.house.room()
  await room.plays('Alpha')
  await room.types('/play', 'charlie')
  expect(await room.types('/playnext', 'delta')).toBe('Queued **Delta** at position 1')
  expect(await room.types('/playnow', 'bravo')).toBe('Playing **Bravo**')
  await room.hears('Bravo')
  expect(await room.types('/skip')).toBe('Skipped **Bravo**. Next: **Delta**.')
})

test('a shuffled list is whole, and not in its order', async () => {
  const room = await site.house.room()
  const links = Array.from({ length: 200 }, (_, n) => site.page(`song${n}.wav`))
  await Bun.write(`${site.house.musicDir}/mix.m3u`, links.join('\n'))
  const query = `${site.house.web.url}mix.m3u`
  const outcome = await room.outcome('/play', { query, shuffle: true })
  await outcome.settled(({ text }) => /200|199/.test(text))
  const shown = (await room.types('/queue')).match(/song\d+/g) ?? []
  expect(shown.length).toBeGreaterThanOrEqual(10)
  expect(new Set(shown).size).toBe(shown.length)
  const numbers = shown.map((name) => Number(name.match(/\d+/)?.[0]))
  expect(numbers).not.toEqual(numbers.toSorted((a, b) => a - b))
})

describe('Play this', () => {
  type Files = Parameters<Room['alice']['writes']>[2]
  const said = (room: Room, text: string, files: Files = []) =>
    room.alice.writes(room.text, text, files)

  test('queues every link of a message', async () => {
    const room = await site.house.room()
    const { url } = site.house.web
    const text = `try <${url}Charlie.wav>, (${url}Delta.wav) or ${url}none.wav. Not ${url}Charlie.wav!`
    const outcome = await room.alice.picks('Play this', said(room, text))
    await outcome.settled(({ text }) => text.endsWith('\nAdded 2 tracks.'))
    expect(outcome.text).toContain('Playing **Charlie**')
    await room.hears('Charlie')
    expect(await room.types('/queue')).toContain('`1` **Delta**')
  })

  test('queues every file of a message, and those before its links', async () => {
    const room = await site.house.room()
    const file = (name: string) => ({ name, bytes: markedWav(TRACKS.Delta.toneHz, 5) })
    const message = said(room, site.page('alpha.wav'), [file('one.wav'), file('two.wav')])
    const outcome = await room.alice.picks('Play this', message)
    await outcome.settled(({ text }) => text.endsWith('\nAdded 3 tracks.'))
    expect(outcome.text).toContain('Playing **one**')
    await room.hears('Delta')
    expect(await room.types('/queue')).toMatch(/`1` \*\*two\*\*.*\n`2` \*\*alpha\*\*/)
  })

  test('says so where there is nothing to play', async () => {
    const room = await site.house.room()
    const outcome = await room.alice.picks('Play this', said(room, 'just words'))
    await expectRefusal(outcome, 'nothing-to-play')
    const broken = said(room, `${site.house.web.url}none.wav`)
    await expectRefusal(await room.alice.picks('Play this', broken), 'http-status')
  })
})
