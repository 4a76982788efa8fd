import { expect, spyOn, test } from 'bun:test'
import { parsePlaylist } from '../../../../src/engine/input/hls/playlist.ts'

const BASE = 'https://x.test/a/list.m3u8?t=1'
const read = (...lines: string[]) => parsePlaylist(['#EXTM3U', ...lines].join('\n'), BASE)

test('segments are numbered from the first, and found beside the playlist', () => {
  const list = read(
    '#EXT-X-TARGETDURATION:4',
    '#EXT-X-MEDIA-SEQUENCE:7',
    '#EXTINF:4,',
    's7.ts',
    '/s8.ts',
  )
  const [map, key, range] = [null, null, null]
  expect(list).toEqual({
    ...{ kind: 'media', targetMs: 4_000, ended: false },
    segments: [
      { sequence: 7, resource: { url: 'https://x.test/a/s7.ts', range }, map, key },
      { sequence: 8, resource: { url: 'https://x.test/s8.ts', range }, map, key },
    ],
  })
  expect(read('s.ts', '#EXT-X-ENDLIST')).toMatchObject({ ended: true, targetMs: 6_000 })
})

test('ranges, what comes before them, and keys hold as the tags say', () => {
  const list = read(
    '#EXT-X-MAP:URI="init.mp4",BYTERANGE="10@5"',
    '#EXT-X-KEY:METHOD=AES-128,URI="k?a=1,2",IV=0x0a',
    '#EXT-X-BYTERANGE:100@10',
    'all.mp4',
    '#EXT-X-BYTERANGE:50',
    'all.mp4',
    '#EXT-X-KEY:METHOD=NONE',
    'all.mp4',
    '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://x"',
    'all.mp4',
  )
  if (list?.kind !== 'media') throw new Error('no media playlist')
  expect(list.segments.map(({ resource }) => resource.range)).toEqual([
    { from: 10, length: 100 },
    { from: 110, length: 50 },
    null,
    null,
  ])
  const [first, , third, last] = list.segments
  expect(first?.map).toEqual({ url: 'https://x.test/a/init.mp4', range: { from: 5, length: 10 } })
  const iv = Buffer.alloc(16)
  iv[15] = 10
  expect(first?.key).toEqual({ url: 'https://x.test/a/k?a=1,2', iv })
  expect([third?.key, last?.key]).toEqual([null, 'other'])
})

test('of a very long list the newest parts are kept while it goes on, and the first of one that has ended', () => {
  const names = Array.from({ length: 5_000 }, (_, number) => `${number}.ts`)
  const sequences = (...lines: string[]) => {
    const list = read(...lines)
    if (list?.kind !== 'media') throw new Error('no media playlist')
    return [list.segments.length, list.segments[0]?.sequence, list.segments.at(-1)?.sequence]
  }
  expect(sequences('#EXT-X-MEDIA-SEQUENCE:10', ...names)).toEqual([4_000, 1_010, 5_009])
  expect(sequences(...names, '#EXT-X-ENDLIST')).toEqual([4_000, 0, 3_999])
})

test('of a list of playlists the sound is taken, else what costs least', () => {
  const variants = [
    '#EXT-X-STREAM-INF:BANDWIDTH=900000,AUDIO="a"',
    'hi.m3u8',
    '#EXT-X-STREAM-INF:BANDWIDTH=100000',
    'lo.m3u8',
  ]
  expect(read(...variants)).toEqual({ kind: 'master', url: 'https://x.test/a/lo.m3u8' })
  const sound = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="b",URI="sound.m3u8"'
  expect(read(...variants, sound)).toEqual({ kind: 'master', url: 'https://x.test/a/sound.m3u8' })
  expect(read('#EXT-X-STREAM-INF:BANDWIDTH=1')).toBeNull()
})

test('what’s no playlist is none, and a hostile one costs little', () => {
  for (const text of ['', '<html>', 's.ts']) expect(parsePlaylist(text, BASE)).toBeNull()
  expect(read('#EXT-X-ENDLIST')).toBeNull()
  const many = read(...Array.from({ length: 50_000 }, () => 's.ts'))
  expect(many?.kind === 'media' && many.segments).toHaveLength(4_000)
  for (const tag of [
    '#EXT-X-TARGETDURATION:99999999999999999999',
    '#EXT-X-MEDIA-SEQUENCE:-1',
    `#EXT-X-KEY:${'A='.repeat(100_000)}`,
    `#EXT-X-MAP:URI="http://["`,
    '#EXT-X-BYTERANGE:x@y',
  ]) {
    expect(read(tag, 's.ts')).toMatchObject({ kind: 'media', segments: [{ sequence: 0 }] })
  }
  expect(read('#EXT-X-TARGETDURATION:0', 's.ts')).toMatchObject({ targetMs: 6_000 })
  expect(read('#EXT-X-TARGETDURATION:86400', 's.ts')).toMatchObject({ targetMs: 30_000 })
})

test('a list of a million lines holds nobody else’s sound up', () => {
  using parsed = spyOn(URL, 'parse')
  const times = (line: string, count: number) => Array.from({ length: count }, () => line)
  read(...times('s.ts', 500_000))
  expect(parsed.mock.calls.length).toBeLessThanOrEqual(4_000)
  parsed.mockClear()
  read(...times('#EXT-X-KEY:METHOD=AES-128,URI="k"', 19_000), 's.ts')
  expect(parsed).toHaveBeenCalledTimes(2)
  parsed.mockClear()
  read(...times('#EXT-X-STREAM-INF:BANDWIDTH=2\nv.m3u8', 10_000))
  expect(parsed.mock.calls.length).toBeLessThanOrEqual(64)
  expect(read('\n'.repeat(1_000_000), 's.ts')).toMatchObject({ segments: [] })
})
