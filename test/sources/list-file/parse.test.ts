import { describe, expect, test } from 'bun:test'
import { fileURLToPath } from 'node:url'
import type { ListFile } from '../../../src/player/ports.ts'
import { exported } from '../../../src/playlists/exported.ts'
import { parseListFile } from '../../../src/sources/list-file/parse.ts'
import { foundTrack } from '../../domain/player/sample.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

function parse(name: string, content: string | Uint8Array, most = 100) {
  const bytes = typeof content === 'string' ? bytesOf(content) : content
  return parseListFile({ bytes, name, charset: null, most })
}

function read(name: string, content: string | Uint8Array): ListFile {
  const list = parse(name, content)
  if (typeof list === 'string') throw new Error(list)
  return list
}

/** What's looked for, and how it's shown. */
const shown = (list: ListFile) =>
  list.tracks.map(({ locator, artist, title, durationMs }) => [locator, artist, title, durationMs])

const ABBA = ['ABBA - Dancing Queen', 'ABBA', 'Dancing Queen', 230_000]

describe('a table', () => {
  test.each([
    [
      'Exportify',
      'liked.csv',
      '\ufeff"Track URI","Track Name","Album Name","Artist Name(s)","Release Date","Duration (ms)"\n"spotify:track:0GjEhVFGZW8afUYGChu3Rr","Dancing Queen","Arrival","ABBA","1976","230000"\n',
    ],
    [
      'TuneMyMusic',
      'My Playlist.csv',
      'Track name,Artist name,Album,Playlist name,Type,ISRC,Duration\r\nDancing Queen,ABBA,Arrival,Mine,Playlist,SEAYD7601020,3:50\r\n',
    ],
    [
      'Soundiiz',
      'a.csv',
      'title;artist;album;isrc;length\nDancing Queen;ABBA;Arrival;SEAYD7601020;230\n',
    ],
    ['tabs', 'a.tsv', 'Name\tArtist\tAlbum\tTime\rDancing Queen\tABBA\tArrival\t230\r'],
  ])('of %s is read', (_program, name, content) => {
    const list = read(name, content)
    expect(shown(list)).toEqual([ABBA])
    expect(list.tracks[0]).toMatchObject({ source: 'query', album: 'Arrival' })
  })

  test('of a music program is UTF-16', () => {
    const text = '\ufeffName\tArtist\tTime\rÄrger\tDie Ärzte\t60\r'
    const bytes = new Uint8Array(new Uint16Array([...text].map((c) => c.charCodeAt(0))).buffer)
    expect(shown(read('Music.txt', bytes))).toEqual([
      ['Die Ärzte - Ärger', 'Die Ärzte', 'Ärger', 60_000],
    ])
  })

  test('of videos has their links', () => {
    const csv =
      'Video ID,Playlist Video Creation Timestamp\ndQw4w9WgXcQ,2024-01-01\n../../etc,2024\n'
    const list = read('Mix-videos.csv', csv)
    expect(list.tracks.map(({ locator }) => locator)).toEqual([
      'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    ])
    expect(list.skipped).toBe(1)
  })

  test('leads to a page that gives out music, and to a name where a page doesn’t', () => {
    const csv = [
      'title,artist,url',
      'A,X,https://example.com/a.mp3',
      'B,X,https://open.spotify.com/track/1',
      'C,X,javascript:alert(1)',
      'D,X,https://user:secret@example.com/d.mp3',
      ',X,',
    ].join('\n')
    const list = read('a.csv', csv)
    expect(list.tracks.map(({ locator }) => locator)).toEqual([
      ...['https://example.com/a.mp3', 'X - B', 'X - C', 'X - D'],
    ])
    expect(list.skipped).toBe(1)
  })
})

describe('JSON', () => {
  test.each([
    ['an array of objects', [{ title: 'Dancing Queen', artist: 'ABBA', duration: 230 }]],
    [
      'pages of an API',
      {
        items: [
          { track: { name: 'Dancing Queen', artists: [{ name: 'ABBA' }], duration_ms: 230_000 } },
        ],
      },
    ],
    [
      'a data export',
      {
        playlists: [
          {
            name: 'P',
            items: [{ track: { trackName: 'Dancing Queen', artistName: 'ABBA' }, durationMs: 1 }],
          },
        ],
      },
    ],
  ])('that is %s is read', (_what, value) => {
    const [locator] = shown(read('a.json', JSON.stringify(value)))[0] ?? []
    expect(locator).toBe('ABBA - Dancing Queen')
  })

  test('of links or words is read', () => {
    const list = read('a.json', JSON.stringify(['https://example.com/x/song.mp3', 'AC/DC - TNT']))
    expect(list.tracks.map(({ locator, title }) => [locator, title])).toEqual([
      ['https://example.com/x/song.mp3', 'example.com/song.mp3'],
      ['AC/DC - TNT', 'AC/DC - TNT'],
    ])
  })

  test('that is no list, nests without end, or has what no list has, is refused or left out', () => {
    expect(parse('a.json', '{"a": 1}')).toBe('list-without-links')
    expect(parse('a.json', '{"a": ')).toBe('list-unreadable')
    expect(parse('a.json', '['.repeat(200_000))).toBe('list-unreadable')
    expect(parse('a.json', `${'{"items":['.repeat(2_000)}1${']}'.repeat(2_000)}`)).toBe(
      'list-without-links',
    )
    expect(parse('a.json', '{"tracks":{"__proto__":{"length":1e9}}}')).toBe('list-without-links')
    const odd = [
      null,
      7,
      [],
      { title: { name: { name: { name: 'x' } } } },
      { artist: 'X' },
      { title: 'A' },
    ]
    expect(read('a.json', JSON.stringify(odd))).toMatchObject({
      skipped: 5,
      tracks: [{ title: 'A' }],
    })
  })
})

describe('lines', () => {
  test('name links, and files of another computer by what is said of them', () => {
    const m3u = [
      '#EXTM3U',
      '#EXTINF:230,ABBA - Dancing Queen',
      'C:\\Music\\ABBA\\07 Dancing Queen.mp3',
      '/home/me/03 - Waterloo.flac',
      '#EXTINF:-1,Radio',
      'https://example.com/live',
    ]
    expect(shown(read('a.m3u', m3u.join('\r\n')))).toEqual([
      ABBA,
      ['Waterloo', null, 'Waterloo', null],
      ['https://example.com/live', null, 'Radio', null],
    ])
    const pls =
      '[playlist]\nFile1=x.mp3\nTitle1=ABBA - Dancing Queen\nLength1=230\nNumberOfEntries=1\n'
    expect(shown(read('a.pls', pls))).toEqual([ABBA])
  })

  test('of words are searches, in an old charset, too', () => {
    const latin1 = Uint8Array.from(Buffer.from('Größe - Ärger\nToto - Africa\n', 'latin1'))
    expect(read('a.txt', latin1).tracks.map(({ locator }) => locator)).toEqual([
      ...['Größe - Ärger', 'Toto - Africa'],
    ])
  })
})

test('text of no known format is refused, and so is more than is taken', () => {
  expect(parse('song.mp3', 'ID3\u0000\u0001')).toBe('list-unreadable')
  expect(parse('a.csv', 'a,b\n1,2\n')).toBe('list-unreadable')
  expect(parse('a.csv', `title\n${'x\n'.repeat(101)}`)).toBe('list-too-long')
  expect(parse('a.json', JSON.stringify(Array.from({ length: 101 }, () => 'x')))).toBe(
    'list-too-long',
  )
  expect(parse('a.m3u', 'x\n'.repeat(101))).toBe('list-too-long')
  expect(parse('a.csv', 'title\n')).toBe('list-without-links')
  expect(parse('a.csv', `title\n"${'x'.repeat(200_000)}`)).toBe('list-unreadable')
})

test('JSON that lies too deep is refused, unless it’s in a text', () => {
  for (const sign of '[{') expect(parse('a.json', sign.repeat(10_001))).toBe('list-unreadable')
  const deep = JSON.stringify({ tracks: [{ title: `\\"${'[[{'.repeat(5_000)}` }] })
  expect(read('a.json', deep).tracks).toHaveLength(1)
})

test.each([
  ['of a million entries', `'['.concat('{"a":1},'.repeat(1e6), '0]')`],
  ['of brackets alone', "'['.repeat(8e6)"],
])('JSON %s takes little memory', (_what, text) => {
  const parser = fileURLToPath(import.meta.resolve('../../../src/sources/list-file/parse.ts'))
  const code = `import { parseListFile } from ${JSON.stringify(parser)}
    const bytes = new TextEncoder().encode(${text})
    console.log(parseListFile({ bytes, name: 'a.json', charset: null, most: 100 }))
    console.log(/VmHWM:\\s*(\\d+) kB/.exec(await Bun.file('/proc/self/status').text())[1])`
  const { stdout } = Bun.spawnSync([process.execPath, '-e', code])
  const [answer, peakKb] = stdout.toString().trim().split('\n')
  expect(answer).toStartWith('list-')
  // The kernel's count by process would begin with the memory of the one that started it.
  expect(Number(peakKb) / 1024).toBeLessThan(400)
})

test('names on many lines, of control characters, or without end become one short line', () => {
  const list = read('a.json', JSON.stringify([{ title: `a\n\u202eb\u0000${'c'.repeat(5_000)}` }]))
  expect(list.tracks[0]?.title.length).toBeLessThanOrEqual(200)
  for (const hidden of '\n\u202e\u0000') expect(list.tracks[0]?.title).not.toContain(hidden)
})

test.each(['json', 'csv', 'm3u'] as const)(
  'what is exported as %s comes in again',
  async (format) => {
    const tracks = [
      foundTrack('a', { title: '=HYPERLINK("x"), "q"', artist: 'A, B' }),
      foundTrack('b', {
        ...{ source: 'http', locator: 'https://example.com/b.mp3', artist: null },
        pageUrl: 'https://example.com/b.mp3',
      }),
    ]
    const file = await exported('Road / “x”', tracks, format)
    const text = new TextDecoder().decode(file.bytes)
    expect(file.name).toBe(`Road_x.${format}`)
    if (format === 'csv') expect(text).not.toMatch(/(^|,)"?=/m)
    const list = read(file.name, file.bytes)
    const seen = list.tracks.map(({ title, artist, durationMs }) => ({ title, artist, durationMs }))
    expect(seen).toEqual(
      tracks.map(({ title, artist, durationMs }) => ({ title, artist, durationMs })),
    )
    const locators = list.tracks.map(({ locator }) => locator)
    const first = format === 'm3u' ? 'A, B - =HYPERLINK("x"), "q"' : 'a.flac'
    expect(locators).toEqual([first, 'https://example.com/b.mp3'])
  },
)
