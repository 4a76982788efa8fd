import { createHash } from 'node:crypto'
import {
  type Catalog,
  type CatalogSong,
  hasWords,
  sentFile,
  slug,
} from '../music-servers/catalog.ts'

/** Who may use the server, and by what. */
export interface LocalSubsonicUsers {
  readonly user: string
  readonly password: string
  /** The extension apiKeyAuthentication, if the server has it. */
  readonly apiKey?: string
}

/** How the server answers a method otherwise than it should; null: as it should. */
export type Misbehaviour = (method: string, request: Request) => Response | Promise<Response> | null

export interface LocalSubsonicOptions extends LocalSubsonicUsers {
  readonly catalog: Catalog
  /** The folder that the API lies in: '/music'. */
  readonly base?: string
  /** A server of before OpenSubsonic: it has neither extensions nor what they bring. */
  readonly old?: boolean
  /** It can check a password itself, and no hash of one. */
  readonly ldap?: boolean
}

/** One call that reached the server, without who signed it. */
export interface Asked {
  readonly method: string
  readonly query: Readonly<Record<string, string>>
  readonly range: string | null
}

const SIGNING = ['u', 'p', 't', 's', 'apiKey', 'v', 'c', 'f']

/**
 * A server on loopback that speaks OpenSubsonic as it's documented: parameters and their faults
 * (https://opensubsonic.netlify.app/docs/api-reference/), and for each method what stands below
 * https://opensubsonic.netlify.app/docs/endpoints/. What it's asked without `f=json` it answers in XML, as
 * the protocol's default is.
 */
export class LocalSubsonic implements Disposable {
  readonly asked: Asked[] = []
  /** What was told to it, by method scrobble. */
  readonly scrobbled: Readonly<Record<string, string>>[] = []
  misbehave: Misbehaviour = () => null
  readonly #options: LocalSubsonicOptions
  readonly #server: Bun.Server<undefined>

  constructor(options: LocalSubsonicOptions) {
    this.#options = options
    this.#server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      idleTimeout: 0,
      fetch: (request) => this.#answer(request),
      // A body that breaks off on purpose.
      error: () => new Response(null, { status: 500 }),
    })
  }

  get port(): number {
    return this.#server.port ?? 0
  }

  /** As the host would write it into SUBSONIC_URLS. */
  get url(): string {
    const { user, password, base = '' } = this.#options
    const signed = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
    return `http://${signed}@127.0.0.1:${this.port}${base}`
  }

  /** The queries of the calls of a method. */
  calls(method: string): readonly Readonly<Record<string, string>>[] {
    return this.asked.filter((one) => one.method === method).map(({ query }) => query)
  }

  [Symbol.dispose](): void {
    void this.#server.stop(true)
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const { base = '' } = this.#options
    const [, method = ''] = new RegExp(`^${base}/rest/(\\w+)(?:\\.view)?$`).exec(pathname) ?? []
    if (method === '') return new Response('404 page not found', { status: 404 })
    const all = Object.fromEntries(searchParams)
    const query = Object.fromEntries(Object.entries(all).filter(([key]) => !SIGNING.includes(key)))
    this.asked.push({ method, query, range: request.headers.get('range') })
    const odd = await this.misbehave(method, request)
    if (odd !== null) return odd
    const code = this.#refusal(all, method)
    if (code !== null) return this.#failed(code, all)
    const { id = '' } = query
    if (method === 'getCoverArt') {
      const cover = this.#song(id.replace(/^mf-/, ''))?.cover
      return cover === undefined ? this.#failed(70, all) : new Response(cover)
    }
    if (method === 'stream') {
      const song = this.#song(id)
      return song === undefined
        ? this.#failed(70, all)
        : await this.#stream(request, song, query.format)
    }
    const found = this.#methods()[method]?.(query)
    if (found === undefined) return this.#failed(0, all)
    return typeof found === 'number' ? this.#failed(found, all) : this.#reply('ok', found, all)
  }

  /** The error code of a request that isn't signed as it must be. */
  #refusal(all: Readonly<Record<string, string>>, method: string): number | null {
    if (method === 'getOpenSubsonicExtensions') return null
    const { u, p, t, s, apiKey, v, c } = all
    const { user, password } = this.#options
    if (v === undefined || c === undefined) return 10
    if (apiKey !== undefined) {
      if (u !== undefined || p !== undefined || t !== undefined) return 43
      if (this.#options.apiKey === undefined) return 42
      return apiKey === this.#options.apiKey ? null : 44
    }
    if (this.#options.ldap === true) {
      if (t !== undefined) return 41
      const plain = Buffer.from(p?.replace(/^enc:/, '') ?? '', 'hex').toString()
      return u === user && plain === password ? null : 40
    }
    if (u === undefined || t === undefined || s === undefined || s.length < 6) return 10
    const token = createHash('md5')
      .update(password + s)
      .digest('hex')
    return u === user && t === token ? null : 40
  }

  async #stream(request: Request, song: CatalogSong, format: string | undefined) {
    const bytes = await song.bytes()
    if (format === 'raw') return sentFile(request, bytes, `audio/${song.suffix}`)
    // What's transcoded has no length and no ranges.
    const chunks = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes)
        controller.close()
      },
    })
    return new Response(chunks, { headers: { 'content-type': 'audio/mpeg' } })
  }

  #song(id: string): CatalogSong | undefined {
    return this.#options.catalog.songs.find((song) => song.id === id)
  }

  #methods(): Readonly<
    Record<string, (query: Readonly<Record<string, string>>) => object | number>
  > {
    const { songs, playlists = [], similar = [] } = this.#options.catalog
    const byAlbum = Map.groupBy(songs, ({ album }) => slug(album))
    const byArtist = Map.groupBy(songs, ({ artist }) => slug(artist))
    const album = ([first, ...rest]: readonly CatalogSong[]) => ({
      ...{ id: slug(first?.album ?? ''), name: first?.album, artist: first?.artist },
      ...{ artistId: slug(first?.artist ?? ''), songCount: 1 + rest.length, duration: 60 },
      created: '2024-01-01T00:00:00Z',
    })
    const artist = ([first, ...rest]: readonly CatalogSong[]) => ({
      ...{ id: slug(first?.artist ?? ''), name: first?.artist },
      albumCount: new Set([first, ...rest].map((song) => song?.album)).size,
    })
    const many = (ids: readonly string[]) => ids.flatMap((id) => this.#song(id) ?? []).map(childOf)
    const taken = <T>(list: readonly T[], count: string | undefined) =>
      list.slice(0, Number(count ?? '20'))
    return {
      ping: () => ({}),
      search3: ({ query = '', artistCount, albumCount, songCount }) => ({
        searchResult3: {
          artist: taken(
            [...byArtist.values()]
              .filter(([one]) => hasWords(one?.artist ?? '', query))
              .map(artist),
            artistCount,
          ),
          album: taken(
            [...byAlbum.values()]
              .filter(([one]) => hasWords(`${one?.album} ${one?.artist}`, query))
              .map(album),
            albumCount,
          ),
          song: taken(
            songs
              .filter((one) => hasWords(`${one.title} ${one.album} ${one.artist}`, query))
              .map(childOf),
            songCount,
          ),
        },
      }),
      getSong: ({ id = '' }) => {
        const song = this.#song(id)
        return song === undefined ? 70 : { song: childOf(song) }
      },
      getAlbum: ({ id = '' }) => {
        const found = byAlbum.get(id)
        return found === undefined ? 70 : { album: { ...album(found), song: found.map(childOf) } }
      },
      getArtist: ({ id = '' }) => {
        const found = byArtist.get(id)
        if (found === undefined) return 70
        const albums = [...Map.groupBy(found, (song) => song.album).values()].map(album)
        return { artist: { ...artist(found), album: albums } }
      },
      getPlaylists: () => ({
        playlists: {
          playlist: playlists.map(({ id, name, songs: ids }) => ({
            ...{ id, name, songCount: ids.length, owner: this.#options.user, public: false },
          })),
        },
      }),
      getPlaylist: ({ id = '' }) => {
        const found = playlists.find((one) => one.id === id)
        if (found === undefined) return 70
        const { name, songs: ids } = found
        return { playlist: { id, name, songCount: ids.length, entry: many(ids) } }
      },
      getRandomSongs: ({ size = '10', genre }) => ({
        randomSongs: {
          song: songs
            .filter((song) => genre === undefined || song.genre === genre)
            .slice(0, Number(size))
            .map(childOf),
        },
      }),
      getSimilarSongs: ({ id = '', count = '50' }) => ({
        similarSongs: { song: many(similar.filter((one) => one !== id)).slice(0, Number(count)) },
      }),
      getLyricsBySongId: ({ id = '' }) => {
        const song = this.#song(id)
        if (this.#options.old === true) return 0
        if (song === undefined) return 70
        return { lyricsList: { structuredLyrics: song.words === undefined ? [] : layersOf(song) } }
      },
      getLyrics: ({ title }) => {
        const song = songs.find((one) => one.title === title)
        const value = song?.words?.map(([, line]) => line).join('\n')
        return { lyrics: value === undefined ? {} : { artist: song?.artist, title, value } }
      },
      scrobble: (query) => {
        if (query.id === undefined) return 10
        this.scrobbled.push(query)
        return {}
      },
    }
  }

  #failed(code: number, all: Readonly<Record<string, string>>): Response {
    // A server may repeat what it was asked.
    const error = { code, message: `Error ${code} of ${JSON.stringify(all)}` }
    return this.#reply('failed', { error }, all)
  }

  #reply(
    status: 'ok' | 'failed',
    fields: object,
    { f }: Readonly<Record<string, string>>,
  ): Response {
    const about =
      this.#options.old === true
        ? {}
        : { type: 'local', serverVersion: '1.2.3', openSubsonic: true }
    const answer = { status, version: '1.16.1', ...about, ...fields }
    if (f === 'json') return Response.json({ 'subsonic-response': answer })
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n<subsonic-response xmlns="http://subsonic.org/restapi" status="${status}" version="1.16.1"></subsonic-response>`
    return new Response(text, { headers: { 'content-type': 'text/xml' } })
  }
}

/** A song as https://opensubsonic.netlify.app/docs/responses/child/ has it. */
function childOf({ id, title, artist, album, seconds, suffix, genre, cover, isrc }: CatalogSong) {
  return {
    ...{
      id,
      title,
      artist,
      album,
      suffix,
      genre,
      parent: slug(album),
      isDir: false,
      isVideo: false,
    },
    ...{
      albumId: slug(album),
      artistId: slug(artist),
      duration: Math.round(seconds),
      type: 'music',
    },
    ...{
      contentType: `audio/${suffix}`,
      path: `${artist}/${album}/${title}.${suffix}`,
    },
    ...(isrc === undefined ? {} : { isrc: [isrc] }),
    ...(cover === undefined ? {} : { coverArt: `mf-${id}` }),
    replayGain: { trackGain: -6.5, trackPeak: 0.98 },
  }
}

/** As https://opensubsonic.netlify.app/docs/responses/structuredlyrics/ has them: a translation, without times, with them. */
function layersOf({ words = [] }: CatalogSong) {
  const lines = words.map(([start, value]) => ({ start, value }))
  return [
    { kind: 'translation', lang: 'de', synced: true, line: [{ start: 0, value: 'übersetzt' }] },
    { lang: 'xxx', synced: false, line: lines.map(({ value }) => ({ value })) },
    { lang: 'en', synced: true, offset: 0, line: lines },
  ]
}
