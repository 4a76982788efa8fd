import { expect, test } from 'bun:test'
import { guildId } from '../../../src/base/ids.ts'
import { ServiceLinks } from '../../../src/sources/services/service-links.ts'
import { Spotify } from '../../../src/sources/services/spotify.ts'
import { until } from '../../discord/until.ts'
import { COVER, embedPage, listEntity, songEntity, spotifyId } from './spotify-pages.ts'
import { type Answers, asking, html, redirect, standIn } from './stand-in.ts'

const ID = spotifyId(7)
const EMBED = 'open.spotify.com/embed'

function spotify(answers: Answers) {
  const site = standIn(answers)
  const links = new ServiceLinks(new Spotify(site.options, null), site.options)
  return { ...site, links, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() }
}

/** The one page that's there. */
const only = (kind: string, entity: unknown) =>
  spotify((where) => (where === `${EMBED}/${kind}/${ID}` ? html(embedPage(entity)) : undefined))

const rows = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ title: `Song ${n}`, subtitle: 'A', duration: 1_000 }))

test.each([
  [`https://open.spotify.com/track/${ID}`, 'track'],
  [`http://open.spotify.com/intl-de/album/${ID}?si=1`, 'album'],
  [`https://open.spotify.com/embed/playlist/${ID}`, 'playlist'],
  [`https://open.spotify.com/user/somebody/playlist/${ID}/`, 'playlist'],
  [`https://play.spotify.com/artist/${ID}#x`, 'artist'],
  [`spotify:track:${ID}`, 'track'],
])('%s is a link to its %s', (text, kind) => {
  const reader = new Spotify(standInOptions, null)
  expect(reader.linkOf(text)).toEqual({ kind: kind as 'track', id: ID, country: null })
})

test.each([
  'https://open.spotify.com/',
  `https://open.spotify.com/episode/${ID}`,
  `https://open.spotify.com.example.org/track/${ID}`,
  `https://example.org/?https://open.spotify.com/track/${ID}`,
  `https://x@open.spotify.com/track/${ID}`,
  'https://open.spotify.com/track/../../track',
  'https://spotify.link/',
  'https://spotify.link/a/b',
  'https://spotify.link.example.org/abc',
  'some words',
])('%s is none', (text) => {
  expect(new ServiceLinks(new Spotify(standInOptions, null), standInOptions).owns(text)).toBe(false)
})

test('a track has title, artists, length, page and cover', async () => {
  await using here = only('track', songEntity('Song <b> & more', ['One', 'Two'], 213_000))
  const { tracks, rest } = await here.links.find(`spotify:track:${ID}`, asking)
  expect(rest).toBeNull()
  expect(tracks).toEqual([
    {
      ...{ source: 'query', locator: 'One, Two - Song <b> & more', title: 'Song <b> & more' },
      ...{ artist: 'One, Two', album: null, durationMs: 213_000, live: false },
      ...{ pageUrl: `https://open.spotify.com/track/${ID}`, artworkUrl: COVER },
    },
  ])
})

test('a list has its songs in order, without episodes and what has no title', async () => {
  const list = listEntity([
    { title: 'First', subtitle: 'A,\u00a0B', duration: 1_000 },
    { title: 'Talk', uri: `spotify:episode:${ID}` },
    { title: ' \u200b ' },
    { title: 'Last' },
  ])
  await using here = only('album', list)
  const found = await here.links.find(`https://open.spotify.com/album/${ID}`, asking)
  expect(found.rest).toBeNull()
  expect(found.tracks.map(({ title, artist }) => [title, artist])).toEqual([
    ['First', 'A, B'],
    ['Last', null],
  ])
  expect(found.tracks[0]?.artworkUrl).toBe(COVER)
  expect(found.tracks[1]?.pageUrl).toBe(`https://open.spotify.com/track/${spotifyId(4)}`)
})

test.each([
  ['playlist', 100, true],
  ['playlist', 9_000, true],
  ['playlist', 99, false],
  ['artist', 10, false],
])(
  'a page of a %s with %i rows has more behind it that nobody sees: %p',
  async (kind, count, isCut) => {
    const reader = new Spotify(standInOptions, null)
    expect(reader.linkOf(`spotify:${kind}:${ID}`)).not.toBeNull()
    await using here = only(kind, listEntity(rows(count)))
    const { tracks, rest } = await here.links.find(`spotify:${kind}:${ID}`, asking)
    expect(tracks.length).toBe(Math.min(count, 100))
    expect(rest !== null).toBe(isCut)
    const behind = rest?.(asking.signal)[Symbol.asyncIterator]().next()
    if (isCut) await expect(behind).rejects.toMatchObject({ code: 'list-cut' })
  },
)

test.each([
  ['a page without data', () => html('<title>Page not found</title>'), 'link-hidden'],
  ['no page', () => undefined, 'link-hidden'],
  ['data of another shape', () => html(embedPage(null)), 'link-hidden'],
  ['an empty list', () => html(embedPage(listEntity([]))), 'link-hidden'],
  ['a list that is none', () => html(embedPage({ trackList: { length: 5 } })), 'link-hidden'],
  ['rows that are none', () => html(embedPage({ trackList: [null, 1, [], 'x'] })), 'link-hidden'],
  [
    'fields that only a prototype has',
    () => html('<script id="__NEXT_DATA__">{"__proto__":{"props":{}}}</script>'),
    'link-hidden',
  ],
  ['a page without an end', () => html('<script id="__NEXT_DATA__">{"props":'), 'link-hidden'],
  ['50 MB', () => new Response(endless(50 * 1024 * 1024)), 'unsupported'],
  ['a refusal', () => new Response('', { status: 403 }), 'http-status'],
  ['too many requests', () => new Response('', { status: 429 }), 'rate-limited'],
  ['trouble', () => new Response('', { status: 502 }), 'source-busy'],
  ['a way into the house', () => redirect('http://127.0.0.1:1/'), 'address-refused'],
  ['a way in circles', () => redirect('/open.spotify.com/embed/playlist/x'), 'http-status'],
])('%s fails with a word for it', async (_what, answer, code) => {
  await using here = spotify((where) =>
    where.startsWith(EMBED) ? (answer() as Response | undefined) : undefined,
  )
  await expect(here.links.find(`spotify:playlist:${ID}`, asking)).rejects.toMatchObject({ code })
})

test('an answer that never ends is given up', async () => {
  const begun = Promise.withResolvers<void>()
  await using here = spotify(() => {
    begun.resolve()
    return new Response(new ReadableStream({ start: (to) => to.enqueue('<script') }))
  })
  const failing = here.links.find(`spotify:playlist:${ID}`, asking)
  failing.catch(() => {})
  await begun.promise
  here.clock.advance(12_000)
  await expect(failing).rejects.toMatchObject({ code: 'source-timeout' })
})

test('a short link is followed at Spotify alone, and its page is not asked for twice', async () => {
  await using here = spotify((where) => {
    if (where === 'spotify.link/two') return redirect('https://spotify.app.link/one?x=1', 307)
    if (where === 'spotify.app.link/one?x=1')
      return redirect(`https://open.spotify.com/track/${ID}?si=2`)
    return where === `${EMBED}/track/${ID}`
      ? html(embedPage(songEntity('Song', ['A'], 1_000)))
      : undefined
  })
  const { tracks } = await here.links.find('https://spotify.link/two', asking)
  expect(tracks[0]?.title).toBe('Song')
  expect(here.asked).toEqual([
    ...['spotify.link/two', 'spotify.app.link/one?x=1', `${EMBED}/track/${ID}`],
  ])
})

test.each([
  ['elsewhere', () => redirect('https://example.org/track')],
  ['into the house', () => redirect('http://127.0.0.1:2333/')],
  ['to a file', () => redirect('file:///etc/passwd')],
  ['to another port', () => redirect('https://open.spotify.com:8443/x')],
  ['in a circle', () => redirect('https://spotify.link/abc')],
  ['nowhere', () => html('<script>location = "https://open.spotify.com"</script>')],
])('a short link that leads %s is refused', async (_where, answer) => {
  await using here = spotify(answer)
  await expect(here.links.find('https://spotify.link/abc', asking)).rejects.toMatchObject({
    code: 'unsupported',
  })
  expect(here.asked.length).toBeLessThanOrEqual(5)
})

test('a server of Discord’s has two short links followed at once, and a line for the others', async () => {
  const gate = Promise.withResolvers<void>()
  await using here = spotify(async () => {
    await gate.promise
    return redirect('https://example.org/')
  })
  const find = async (server: string) =>
    await here.links
      .find('https://spotify.link/abc', { ...asking, server: guildId(server) })
      .catch((error: unknown) => error)
  const many = Array.from({ length: 19 }, () => find('1'))
  expect(await Promise.race(many)).toMatchObject({ code: 'finding-full' })
  const other = find('2')
  await until(() => here.asked.length === 3, 'two of one server and one of another')
  gate.resolve()
  for (const answer of await Promise.all([...many.slice(0, 18), other])) {
    expect(answer).toMatchObject({ code: 'unsupported' })
  }
})

const standInOptions = {
  policy: { admit: () => Promise.reject(new Error('nobody dials')) },
  clock: { now: () => 0, after: () => ({ [Symbol.dispose]: () => {} }) },
} as never

function endless(bytes: number): ReadableStream<Uint8Array> {
  const chunk = new Uint8Array(64 * 1024).fill(0x20)
  let left = bytes
  return new ReadableStream({
    pull(to) {
      to.enqueue(chunk)
      left -= chunk.length
      if (left <= 0) to.close()
    },
  })
}
