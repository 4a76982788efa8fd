import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { en } from '../../src/gateway/words/en.ts'
import { until } from '../discord/until.ts'
import { markedWav } from '../support/marked-tones.ts'
import { endInOrder, House } from './house.ts'
import { PageSite } from './page-site.ts'
import { expectRefusal, type Room } from './room.ts'
import { TRACKS } from './tracks.ts'

setDefaultTimeout(120_000)

const FILES = 5_000
const numbered = (number: number) => String(number).padStart(4, '0')

describe('a folder of 5,000 files', () => {
  let house: House
  beforeAll(async () => {
    const files: Record<string, Uint8Array | string> = {}
    for (let n = 0; n < FILES; n++) files[`many/${numbered(n)}.wav`] = ''
    // What is skipped to stays, while an empty file ends at once.
    for (const n of [0, 2_000, 2_500]) {
      files[`many/${numbered(n)}.wav`] = markedWav(TRACKS.Bravo.toneHz, 40)
    }
    files['many/4999.wav'] = markedWav(TRACKS.Charlie.toneHz, 40)
    files['Evening.m3u8'] = 'many/0000.wav\nmany/4999.wav\n'
    house = await House.start({}, { files })
  })
  afterAll(() => endInOrder(house))

  test('a playlist in the library plays by its name', async () => {
    const room = await house.room()
    await (await room.outcome('/play', 'evening')).settled(({ text }) => text.includes('0000'))
    await room.hears('Bravo')
    expect(await room.types('/queue')).toContain('`1` **4999**')
  })

  test('sounds, arrives as a whole and in its order, and the answer says how many', async () => {
    const room = await house.room()
    const outcome = await room.outcome('/play', 'many/')
    await room.hears('Bravo')
    await outcome.settled(({ text }) => text.endsWith('\nAdded 5,000 tracks.'))
    expect(outcome.text).toMatch(/0000\*\*/)
    expect(await room.types('/queue', { page: 1 })).toContain('`1` **0001**')
    expect(await room.types('/skip', { count: 2_500 })).toBe(
      'Skipped **0000** and 2,499 more tracks. Next: **2500**.',
    )
    expect(await room.types('/skip', { count: 2_499 })).toMatch(/Next: \*\*4999\*\*\.$/)
    await room.hears('Charlie')
    expect(await room.types('/queue')).not.toContain('`1`')
  })

  test('stops where the queue is full, and says so', async () => {
    const room = await house.room()
    await (await room.outcome('/play', 'many/')).settled(({ text }) => text.includes('Added'))
    const second = await room.outcome('/play', 'many/')
    await second.settled(({ text }) => text.endsWith('\nAdded 5,000 tracks.'))
    // 9,999 wait: of the first page one track fits.
    const isFull = ({ text }: { text: string }) =>
      text.includes(`but not the rest. ${en.errors['queue-full']}`)
    const third = await room.outcome('/play', { query: 'many/' })
    await third.settled(isFull)
    expect(third.text).toContain('Added 1 track')
    await room.types('/skip', { count: 2_000 })
    const fourth = await room.outcome('/play', { query: 'many/' })
    await fourth.settled(isFull)
    expect(fourth.text).toContain('Added 2,000 tracks')
  })
})

/** A list of 260 songs, whose later pages wait for a word of the test, or fail. */
const YTDLP = (folder: string) => `if '/list-' in page:
    name = page.split('/list-')[1]
    site = page.split('/list-')[0]
    items = next(arg for arg in sys.argv if arg.startswith('--playlist-items='))
    first, last = (int(place) for place in items.split('=')[1].split(':'))
    again = name == 'vanished' and os.path.exists('${folder}/asked-' + name)
    if again: open('${folder}/go-' + name, 'w')
    if first > 1 or again:
        open('${folder}/asked-' + name, 'w')
        while not os.path.exists('${folder}/go-' + name): time.sleep(0.02)
        if name == 'broken' or again:
            sys.stderr.write('ERROR: [site] x: Unable to download webpage: HTTP Error 500: Internal Server Error\\n')
            sys.exit(1)
    seconds = lambda place: 3600 if name.startswith('long') and (place <= 100 or name == 'long-all') else 60
    song = lambda place: {'_type': 'url', 'title': f'Song {place}', 'url': f'{site}/page/{place}', 'playlist_index': place, 'duration': seconds(place)}
    songs = [song(place) for place in range(first, min(last, 260) + 1)]
    print(json.dumps({'_type': 'playlist', 'playlist_count': 260, 'entries': songs}))
    sys.exit()
print(json.dumps({'title': page.rsplit('/', 1)[-1], 'webpage_url': page, 'url': page.split('/page')[0] + '/Alpha.wav', 'protocol': 'http'}))
`

describe('a list of the web', () => {
  let site: PageSite
  beforeAll(async () => {
    site = await PageSite.start('Alpha', YTDLP)
  })
  afterAll(() => site[Symbol.asyncDispose]())

  /** Types `/play` for that list, of which the second page is awaited then. */
  async function playsList(room: Room, name: string) {
    const outcome = await room.outcome('/play', { query: site.page(`list-${name}`) })
    await room.hears('Alpha')
    await until(() => existsSync(join(site.folder, `asked-${name}`)), 'the second page')
    return outcome
  }
  const goesOn = (name: string) => Bun.write(join(site.folder, `go-${name}`), '')
  const isHeard = async (room: Room) => {
    const before = room.framesHeard
    await until(() => room.framesHeard > before + 20, 'the music')
  }

  test('is heard and obeys commands while the rest is awaited, and its answer counts', async () => {
    const room = await site.house.room()
    const outcome = await playsList(room, 'slow')
    expect(outcome.text).toEndWith('and 99 more tracks\nAdding tracks: 100 of 260.')
    await isHeard(room)
    expect(await room.types('/volume', { percent: 50 })).toBe('Volume: 50%')
    const quick = await room.types('/play', { query: site.page('page/quick') })
    expect(quick).toBe('Queued **quick** at position 100')
    await goesOn('slow')
    await outcome.settled(({ text }) => text.endsWith('and 259 more tracks\nAdded 260 tracks.'))
    await isHeard(room)
    // In its order, and before what was queued meanwhile.
    expect(await room.types('/skip', { count: 100 })).toMatch(/Next: \*\*Song 101\*\*\.$/)
    await room.hears('Alpha')
    expect(await room.types('/skip', { count: 159 })).toMatch(/Next: \*\*Song 260\*\*\.$/)
    expect(await room.types('/queue')).toContain('`1` **quick**')
  })

  test.each([
    ['/stop', 'Nothing is playing.'],
    ['/clear', 'Song 1'],
    ['/leave', 'Nothing is playing.'],
  ])('%s ends it, and the answer says so', async (command, shown) => {
    const name = command.slice(1)
    const room = await site.house.room()
    const outcome = await playsList(room, name)
    await room.types(command)
    await outcome.settled(({ text }) => text.endsWith('\nStopped after adding 100 tracks.'))
    await goesOn(name)
    expect(await room.types('/nowplaying')).toContain(shown)
    expect(await room.types('/queue')).not.toContain('`1`')
    // The place in the line of lists is free again.
    const again = await room.outcome('/play', { query: site.page(`list-${name}`) })
    await again.settled(({ text }) => text.endsWith('\nAdded 260 tracks.'))
  })

  test('of which the server refuses the whole first page goes on with the next ones', async () => {
    const room = await site.house.room()
    await room.types('/settings', { 'max-minutes': 5 }, { by: room.guild.owner })
    await Promise.all(['long', 'long-all'].map(goesOn))
    const outcome = await room.outcome('/play', { query: site.page('list-long') })
    await outcome.settled(({ text }) => text.includes('Added 160 tracks'))
    await room.hears('Alpha')
    expect(outcome.text).toContain('Playing **Song 101**')
    expect(await room.types('/queue')).toContain('`1` **Song 102**')
    await expectRefusal(
      await room.outcome('/play', { query: site.page('list-long-all') }),
      'track-too-long',
    )
  })

  const isWhole = (room: Room) =>
    site.house.stores(room, ({ queue, arriving }) => queue.length === 259 && arriving.length === 0)

  test('that /clear ended goes on after /undo, where it was', async () => {
    const room = await site.house.room()
    const outcome = await playsList(room, 'back')
    expect(await room.types('/clear')).toBe('Cleared 99 tracks from the queue.')
    await outcome.settled(({ text }) => text.endsWith('\nStopped after adding 100 tracks.'))
    expect(await room.types('/undo')).toBe('Undid /clear. The queue now has 99 tracks.')
    await goesOn('back')
    await isWhole(room)
    expect(await room.types('/queue', { page: 26 })).toContain('`259` **Song 260**')
    expect(await room.types('/skip', { count: 100 })).toMatch(/Next: \*\*Song 101\*\*\.$/)
  })

  test('goes on where it was after the bot was killed, or the channel reads why it doesn’t', async () => {
    const [room, other] = [await site.house.room(), await site.house.room()]
    await playsList(room, 'killed')
    await playsList(other, 'vanished')
    for (const each of [room, other])
      await site.house.stores(each, ({ queue, arriving }) => queue.length + arriving.length === 100)
    await site.house.crash()
    await site.house.startAgain()
    await room.hears('Alpha')
    await goesOn('killed')
    await isWhole(room)
    // 259 wait: the last page of the queue ends with the last song.
    expect(await room.types('/queue', { page: 26 })).toContain('`259` **Song 260**')
    expect(await room.types('/skip', { count: 100 })).toMatch(/Next: \*\*Song 101\*\*\.$/)
    await other.reads(`couldn’t get the rest of it. ${en.errors['source-busy']}`)
    expect(await other.types('/queue', { page: 10 })).toContain('`99` **Song 100**')
  })

  test('that fails half-way keeps what came, and the answer says why', async () => {
    const room = await site.house.room()
    const outcome = await playsList(room, 'broken')
    await goesOn('broken')
    const told = `\nAdded 100 tracks, but not the rest. ${en.errors['source-busy']}`
    await outcome.settled(({ text }) => text.endsWith(told))
    await isHeard(room)
    expect(await room.types('/skip', { count: 99 })).toMatch(/Next: \*\*Song 100\*\*\.$/)
  })
})
