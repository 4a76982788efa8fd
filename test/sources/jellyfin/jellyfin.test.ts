import { afterAll, describe, expect, test } from 'bun:test'
import { guildId } from '../../../src/base/ids.ts'
import type { FoundTrack } from '../../../src/domain/track.ts'
import type { Source } from '../../../src/sources/source.ts'
import { keepsTheSourceContract } from '../../contract/sources.ts'
import { failureOf } from '../../support/failure.ts'
import { png } from '../../support/pictures.ts'
import * as library from '../music-servers/library.ts'
import {
  asking,
  CATALOG,
  choice,
  heard,
  queued,
  searched,
  song,
  titles,
} from '../music-servers/library.ts'
import { wav } from '../site.ts'
import { LocalJellyfin, type LocalJellyfinOptions } from './local-jellyfin.ts'

const PASSWORD = 's3cret pass&"'

const servers: LocalJellyfin[] = []
afterAll(() => {
  for (const server of servers) server[Symbol.dispose]()
})

function started(options: Partial<LocalJellyfinOptions> = {}): LocalJellyfin {
  const server = new LocalJellyfin({
    user: 'bot',
    password: PASSWORD,
    catalog: CATALOG,
    ...options,
  })
  servers.push(server)
  return server
}

const sourceOf = (urls: string, stack?: AsyncDisposableStack): Source =>
  library.sourceOf('jellyfin', urls, stack)

keepsTheSourceContract('jellyfin', async () => {
  const server = started({ base: '/jellyfin' })
  const source = sourceOf(server.url)
  return {
    source,
    link: await choice(source, 'kitchen', '📃 Kitchen'),
    missing: (await choice(source, 'needle', 'Ann – Needle')).replace(/\d+$/, 'gone'),
    words: 'needle',
    secrets: [PASSWORD, encodeURIComponent(PASSWORD), ...server.tokens.values()],
    [Symbol.asyncDispose]: async () => {},
  }
})

test('words find titles, artists, and both together, although the server looks for a whole text in titles', async () => {
  const source = sourceOf(started().url)
  expect(titles(await searched(source, 'needle'))).toEqual(['Needle', 'Needlework'])
  expect(titles(await searched(source, 'ann'))).toEqual(['Needle', 'Haystack', 'Needlework'])
  expect(titles(await searched(source, 'haystack ann'))).toEqual(['Haystack'])
  expect(titles(await searched(source, 'ann needle'))).toEqual(['Needle', 'Needlework'])
  expect(await failureOf(searched(source, 'ben haystack'))).toMatchObject({ code: 'nothing-found' })
})

test('albums, artists and playlists bring their songs in order, and chance brings some of all', async () => {
  const server = started()
  const source = sourceOf(server.url)
  const found = async (text: string, name: string) =>
    titles((await source.find(await choice(source, text, name), asking)).tracks)
  expect(await found('first', '💿 Ann – First')).toEqual(['Needle', 'Haystack'])
  expect(await found('ann', '👤 Ann')).toEqual(['Needle', 'Haystack', 'Needlework'])
  expect(await found('kitchen', '📃 Kitchen')).toEqual(['Far', 'Needle'])
  expect(await found('', '📃 Kitchen')).toEqual(['Far', 'Needle'])
  expect((await found('', '🎲 Jellyfin')).toSorted()).toEqual([
    ...['Far', 'Haystack', 'Needle', 'Needlework'],
  ])
  const byAlbum = server.calls('Items').find(({ query }) => query.parentId === 'first')
  expect(byAlbum?.query.sortBy).toBe('ParentIndexNumber,IndexNumber,SortName')
})

test('a long album comes in pages, as its songs are taken', async () => {
  const songs = Array.from({ length: 600 }, (_, at) => song(`s${at}`, { album: 'Long' }))
  const server = started({ catalog: { songs } })
  const source = sourceOf(server.url)
  const found = await source.find(await choice(source, 'long', '💿 Ann – Long'), asking)
  expect(found.total).toBe(600)
  const pages = () => server.calls('Items').filter(({ query }) => query.parentId === 'long')
  expect(pages()).toHaveLength(1)
  const later: FoundTrack[] = []
  for await (const page of found.rest?.(asking.signal) ?? []) later.push(...page)
  expect([...found.tracks, ...later].map(({ title }) => title)).toEqual(
    songs.map((one) => one.title),
  )
  expect(pages().map(({ query }) => query.startIndex)).toEqual(['0', '250', '500'])
})

test('a file is fetched as it is, and one of an unknown kind as MP3; the address holds no secret and names its server', async () => {
  const server = started()
  const source = sourceOf(server.url)
  const [needle] = await searched(source, 'needle')
  const [far] = await searched(source, 'far')
  if (needle === undefined || far === undefined) throw new Error('nothing found')
  const media = await source.open(queued(needle), asking)
  if (media.kind !== 'http') throw new Error(media.kind)
  expect(media).toMatchObject({ live: false, named: `127.0.0.1:${server.port}` })
  expect(media.url).toEndWith(`:${server.port}/Audio/1/stream?static=true`)
  const answer = await fetch(media.url, { headers: media.headers })
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(wav())
  expect((await fetch(media.url)).status).toBe(401)
  const other = await source.open(queued(far), asking)
  expect(other.kind === 'http' && new URL(other.url).pathname).toBe('/Audio/4/stream.mp3')
})

test('what goes with a song, and of a song from elsewhere what its artist has', async () => {
  const source = sourceOf(started().url)
  const [needle] = await searched(source, 'needle')
  if (needle === undefined) throw new Error('nothing found')
  const related = async (seed: FoundTrack, mode: 'similar' | 'genre' | 'artist') =>
    (await source.related?.(seed, mode, asking))?.map(({ by, track }) => `${by} ${track.title}`)
  expect(await related(needle, 'similar')).toEqual([
    ...['similar Far', 'artist Needle', 'artist Haystack', 'artist Needlework'],
    ...['genre Needle', 'genre Haystack'],
  ])
  const elsewhere: FoundTrack = { ...needle, source: 'http', locator: 'https://a.example/' }
  expect(await related(elsewhere, 'artist')).toEqual([
    ...['artist Needle', 'artist Haystack', 'artist Needlework'],
  ])
})

test('words come with their times', async () => {
  const words = [
    [0, 'One\nline'],
    [61_500, 'Two'],
  ] as const
  const catalog = { songs: [song('1', { title: 'Sung', words }), song('2', { title: 'Silent' })] }
  const source = sourceOf(started({ catalog }).url)
  const [sung] = await searched(source, 'sung')
  const [silent] = await searched(source, 'silent')
  if (sung === undefined || silent === undefined) throw new Error('nothing found')
  expect(await source.lyrics?.(sung, asking)).toBe('[00:00.00]One line\n[01:01.50]Two')
  expect(await source.lyrics?.(silent, asking)).toBeNull()
})

test('a cover is fetched by the bot, if it’s a picture of a sensible size', async () => {
  const cover = new Uint8Array(png('needle'))
  const songs = [song('1', { title: 'Needle', cover }), song('2', { title: 'Bare' })]
  const odd = song('3', { title: 'Odd', cover: new TextEncoder().encode('<svg onload=alert(1)>') })
  const server = started({ catalog: { songs: [...songs, odd] } })
  const source = sourceOf(server.url)
  const coverOf = async (words: string) => {
    const [track] = await searched(source, words)
    if (track === undefined) throw new Error(words)
    return await source.cover?.(track, asking)
  }
  expect(await coverOf('needle')).toEqual({ type: 'image/png', bytes: Buffer.from(cover) })
  expect(await coverOf('bare')).toBeNull()
  expect(await coverOf('odd')).toBeNull()
  const huge = () => new Response(new Uint8Array(png('huge', 5 * 1024 * 1024)))
  server.misbehave = (path) => (path.endsWith('Primary') ? huge() : null)
  expect(await coverOf('needle')).toBeNull()
})

test('what people hear is reported as a session’s of its own for each server of Discord’s', async () => {
  const server = started()
  const source = sourceOf(server.url)
  const [needle] = (await searched(source, 'needle')).map(queued)
  if (needle === undefined) throw new Error('nothing found')
  const { signal } = asking
  await source.tell?.(heard(needle, 'began'), signal)
  await source.tell?.(heard(needle, 'goes-on', { positionMs: 1_500.5, sounds: false }), signal)
  await source.tell?.(heard(needle, 'ended', { positionMs: 60_000, sounds: false }), signal)
  await source.tell?.(heard(needle, 'began', { guildId: guildId('2') }), signal)
  const about = { ItemId: '1', PlaySessionId: needle.id }
  const playing = { ...about, CanSeek: true, PlayMethod: 'DirectPlay' }
  const reports = server.asked.filter(({ path }) => path.startsWith('Sessions/Playing'))
  expect(reports.map(({ path, body }) => [path, body])).toEqual([
    ['Sessions/Playing', { ...playing, IsPaused: false, PositionTicks: 0 }],
    ['Sessions/Playing/Progress', { ...playing, IsPaused: true, PositionTicks: 15_010_000 }],
    ['Sessions/Playing/Stopped', { ...about, PositionTicks: 600_000_000 }],
    ['Sessions/Playing', { ...playing, IsPaused: false, PositionTicks: 0 }],
  ])
  expect(new Set(reports.map(({ device }) => device)).size).toBe(2)
})

describe('the session', () => {
  test('is begun once for all who ask at the same time, and ended with the source', async () => {
    const server = started()
    {
      await using stack = new AsyncDisposableStack()
      const source = sourceOf(server.url, stack)
      await Promise.all(['needle', 'far', 'ann'].map((words) => searched(source, words)))
      expect(server.calls('Users/AuthenticateByName')).toHaveLength(1)
      expect(server.tokens.size).toBe(1)
    }
    expect(server.tokens.size).toBe(0)
  })

  test('that the server has ended is begun anew', async () => {
    const server = started()
    const source = sourceOf(server.url)
    await searched(source, 'needle')
    server.tokens.clear()
    expect(titles(await searched(source, 'far'))).toEqual(['Far'])
    expect(server.calls('Users/AuthenticateByName')).toHaveLength(2)
  })

  test('isn’t tried again and again where the password is wrong, and the error doesn’t repeat it', async () => {
    const server = started()
    const source = sourceOf(`http://bot:wr0ng@127.0.0.1:${server.port}`)
    for (let time = 0; time < 5; time++) {
      const error = await failureOf(searched(source, 'far'))
      expect(error).toMatchObject({ code: 'library-login' })
      expect(Bun.inspect(error)).not.toMatch(/wr0ng|Username/)
    }
    expect(server.calls('Users/AuthenticateByName')).toHaveLength(1)
    expect(source.health?.()).toMatchObject([{ state: 'failing', detail: 'library-login' }])
  })

  test('is refused where what may not be seen is asked for, and asks no third time', async () => {
    const server = started()
    const source = sourceOf(server.url)
    await searched(source, 'needle')
    server.misbehave = (path) => (path === 'Items' ? new Response(null, { status: 403 }) : null)
    expect(await failureOf(searched(source, 'far'))).toMatchObject({ code: 'http-status' })
    expect(server.calls('Users/AuthenticateByName').length).toBeLessThanOrEqual(2)
  })
})

describe('an answer that no server should give is refused or bounded:', () => {
  const answers: Readonly<Record<string, () => Response>> = {
    'a web page': () => new Response('<html>Sign in</html>'),
    'half of JSON': () => new Response('{"Items":[{'),
    'a list': () => Response.json([1, 2]),
    null: () => Response.json(null),
    'no items': () => Response.json({ TotalRecordCount: 5 }),
  }
  test.each(Object.keys(answers))('%s', async (what) => {
    const server = started()
    server.misbehave = (path) => (path.startsWith('Items') ? (answers[what]?.() ?? null) : null)
    const source = sourceOf(server.url)
    expect(await failureOf(searched(source, 'needle'))).toMatchObject({ code: 'unsupported' })
    expect(await source.suggest?.('needle', 25, asking.signal)).toEqual([])
  })

  test.each([
    ['none', {}],
    ['no text', { AccessToken: {}, User: { Id: 'u' } }],
    ['one that ends its field', { AccessToken: 'a",X="b', User: { Id: 'u' } }],
  ])('a token: %s', async (_what, answer) => {
    const server = started()
    server.misbehave = (path) =>
      path === 'Users/AuthenticateByName' ? Response.json(answer) : null
    expect(await failureOf(searched(sourceOf(server.url), 'far'))).toMatchObject({
      code: 'unsupported',
    })
  })

  test('songs without the least, and names that lie', async () => {
    const server = started()
    const item = (Id: unknown, Name: unknown, Type = 'Audio') => ({ Id, Name, Type })
    const Items = [
      ...[7, 'text', null, [], {}, item('a b', 'needle'), item('x'.repeat(200), 'needle')],
      ...[item('ok', ' '), item('film', 'needle', 'Movie'), item(['a'], 'needle')],
      item('lies', `needle\n\u202e<@1> ${'z'.repeat(100_000)}`),
      { ...item('12', 'needle'), Artists: [7, {}], Album: {}, RunTimeTicks: -1, Genres: 'Jazz' },
    ]
    server.misbehave = (path) => (path === 'Items' ? Response.json({ Items }) : null)
    const found = await searched(sourceOf(server.url), 'needle')
    expect(found).toHaveLength(2)
    expect(found[0]).toMatchObject({ title: 'needle', artist: null, album: null, durationMs: null })
    expect(found[1]?.title).toStartWith('needle <@1> zzz')
  })

  test('kinds that every object has a field of', async () => {
    const server = started()
    const source = sourceOf(server.url)
    const Items = ['constructor', 'toString', '__proto__', 'Audio'].map((Type) => ({
      ...{ Id: Type, Name: `needle ${Type}`, Type },
    }))
    server.misbehave = (path) => (path === 'Items' ? Response.json({ Items }) : null)
    const choices = await source.suggest?.('needle', 25, asking.signal)
    expect(choices?.map(({ name }) => name)).toEqual(['needle Audio'])
  })

  test('ids that lead elsewhere on the server', async () => {
    const server = started()
    const source = sourceOf(server.url)
    const known = await choice(source, 'kitchen', '📃 Kitchen')
    const at = (id: string) => known.replace(/[^/]+$/, id)
    const asked: string[] = []
    server.misbehave = (path) => {
      asked.push(path)
      return null
    }
    for (const id of ['..', '.', '../System', '%2e%2e', '..%2fUsers', 'a/../../Users']) {
      const failure = await failureOf(Promise.resolve().then(() => source.find(at(id), asking)))
      expect(failure).toMatchObject({ code: 'gone' })
    }
    expect(asked).toEqual([])
  })

  test('an album without an end', async () => {
    const songs = Array.from({ length: 250 }, (_, at) => song(`s${at}`, { album: 'Long' }))
    const server = started({ catalog: { songs } })
    const source = sourceOf(server.url)
    const album = await choice(source, 'long', '💿 Ann – Long')
    const page = { Items: songs.map(({ id }) => ({ Id: id, Name: id, Type: 'Audio' })) }
    server.misbehave = (path) => (path === 'Items' ? Response.json(page) : null)
    const { tracks, rest } = await source.find(album, asking)
    let count = tracks.length
    for await (const more of rest?.(asking.signal) ?? []) count += more.length
    expect(count).toBe(10_000)
  })
})
