import {
  type Catalog,
  type CatalogPlaylist,
  type CatalogSong,
  sentFile,
  slug,
} from '../music-servers/catalog.ts'

export interface LocalJellyfinOptions {
  readonly catalog: Catalog
  readonly user: string
  readonly password: string
  /** The folder that the API lies in: '/jellyfin'. */
  readonly base?: string
}

/** How the server answers a path otherwise than it should; null: as it should. */
export type Misbehaviour = (path: string, request: Request) => Response | Promise<Response> | null

/** One call that reached the server, without who signed it. */
export interface Asked {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: Readonly<Record<string, unknown>> | null
  /** The device of its authorization. */
  readonly device: string
}

const TICKS_PER_S = 10_000_000

/**
 * A server on loopback that speaks Jellyfin's API as https://api.jellyfin.org documents it and as the
 * controllers of Jellyfin 10.9 behave (Jellyfin.Api/Controllers: User, Items, Artists, Playlists,
 * InstantMix, Lyrics, Audio, Playstate): JSON in PascalCase, times in ticks, 401 for whom it doesn't know,
 * and a search that looks for the whole text in names.
 */
export class LocalJellyfin implements Disposable {
  readonly asked: Asked[] = []
  misbehave: Misbehaviour = () => null
  /** Tokens of those who are signed in, by device. */
  readonly tokens = new Map<string, string>()
  readonly #options: LocalJellyfinOptions
  readonly #server: Bun.Server<undefined>

  constructor(options: LocalJellyfinOptions) {
    this.#options = options
    this.#server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      idleTimeout: 0,
      fetch: (request) => this.#answer(request),
    })
  }

  get port(): number {
    return this.#server.port ?? 0
  }

  /** As the host would write it into JELLYFIN_URLS. */
  get url(): string {
    const { user, password, base = '' } = this.#options
    const signed = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
    return `http://${signed}@127.0.0.1:${this.port}${base}`
  }

  /** The calls to a path. */
  calls(path: string): readonly Asked[] {
    return this.asked.filter((one) => one.path === path)
  }

  [Symbol.dispose](): void {
    void this.#server.stop(true)
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const { base = '' } = this.#options
    if (!pathname.startsWith(`${base}/`)) return new Response(null, { status: 404 })
    const path = pathname.slice(base.length + 1)
    const query = Object.fromEntries(searchParams)
    const text = request.method === 'POST' ? await request.text() : ''
    const body: Record<string, unknown> | null = text === '' ? null : JSON.parse(text)
    const { Token: token, DeviceId: device = '' } = authorizationOf(request)
    const shown = path === 'Users/AuthenticateByName' ? { Username: body?.Username } : body
    this.asked.push({ path, query, body: shown, device })
    const odd = await this.misbehave(path, request)
    if (odd !== null) return odd
    if (path === 'System/Info/Public') {
      return Response.json({
        ServerName: 'local',
        Version: '10.9.11',
        ProductName: 'Jellyfin Server',
      })
    }
    if (path === 'Users/AuthenticateByName') return this.#signIn(body, device)
    // A token is one user's; the device that names itself beside it is another session of that user's.
    if (token === undefined || ![...this.tokens.values()].includes(token)) {
      return new Response(null, { status: 401 })
    }
    if (path === 'Sessions/Logout') {
      this.tokens.delete(device)
      return new Response(null, { status: 204 })
    }
    if (path.startsWith('Sessions/Playing')) return new Response(null, { status: 204 })
    return await this.#media(path.split('/'), query, request)
  }

  #signIn(body: Record<string, unknown> | null, device: string): Response {
    const { user, password } = this.#options
    if (device === '') return new Response('DeviceId', { status: 400 })
    if (body?.Username !== user || body.Pw !== password) {
      return new Response('Error processing request.', { status: 401 })
    }
    const token = crypto.randomUUID().replaceAll('-', '')
    this.tokens.set(device, token)
    return Response.json({
      ...{ User: { Name: user, Id: 'user-1' }, AccessToken: token, ServerId: 'server-1' },
    })
  }

  async #media(
    path: readonly string[],
    query: Readonly<Record<string, string>>,
    request: Request,
  ): Promise<Response> {
    const { songs, similar = [], playlists = [] } = this.#options.catalog
    const [first, id = '', last] = path.map(decodeURIComponent)
    const song = songs.find((one) => one.id === id)
    const none = () => new Response(null, { status: 404 })
    if (first === 'Items' && id === '') return this.#items(query)
    if (first === 'Items' && last === 'InstantMix') {
      return song === undefined
        ? none()
        : listed(
            similar.flatMap((one) => this.#song(one)),
            query,
          )
    }
    if (first === 'Items' && last === 'Images') {
      return song?.cover === undefined ? none() : new Response(song.cover)
    }
    if (first === 'Items') return song === undefined ? none() : Response.json(itemOf(song))
    if (first === 'Artists') {
      const all = [...new Map(songs.map((one) => [one.artist, artistOf(one)])).values()]
      return listed(
        all.filter(({ Name }) => hasTerm(Name, query.searchTerm)),
        query,
      )
    }
    if (first === 'Playlists') {
      const list = playlists.find((one) => one.id === id)
      return list === undefined
        ? none()
        : listed(
            list.songs.flatMap((one) => this.#song(one)),
            query,
          )
    }
    if (first !== 'Audio' || song === undefined) return none()
    if (last === 'Lyrics') return song.words === undefined ? none() : Response.json(lyricsOf(song))
    if (last === 'stream' && query.static === 'true') {
      return sentFile(request, await song.bytes(), `audio/${song.suffix}`)
    }
    if (last === 'stream.mp3') {
      return new Response(await song.bytes(), { headers: { 'content-type': 'audio/mpeg' } })
    }
    return none()
  }

  #items(query: Readonly<Record<string, string>>): Response {
    const { songs, playlists = [] } = this.#options.catalog
    const types = (query.includeItemTypes ?? '').split(',')
    const albums = [...new Map(songs.map((one) => [one.album, albumOf(one)])).values()]
    const all = [
      ...(types.includes('Audio') ? songs.map(itemOf) : []),
      ...(types.includes('MusicAlbum') ? albums : []),
      ...(types.includes('Playlist') ? playlists.map(playlistOf) : []),
    ]
    const fits = (item: Item) =>
      hasTerm(item.Name, query.searchTerm) &&
      (query.parentId === undefined || item.AlbumId === query.parentId) &&
      (query.artistIds === undefined || item.ArtistItems?.[0]?.Id === query.artistIds) &&
      (query.genres === undefined || item.Genres?.includes(query.genres) === true)
    return listed(all.filter(fits), query)
  }

  #song(id: string): Item[] {
    return this.#options.catalog.songs.filter((song) => song.id === id).map(itemOf)
  }
}

interface Item {
  readonly Name: string
  readonly Id: string
  readonly Type: string
  readonly AlbumId?: string
  readonly ArtistItems?: readonly { readonly Id: string }[]
  readonly Genres?: readonly string[]
}

const hasTerm = (name: string, term = ''): boolean =>
  name.toLowerCase().includes(term.toLowerCase())

/** A QueryResult of items. */
function listed(
  items: readonly Item[],
  { startIndex = '0', limit }: Readonly<Record<string, string>>,
) {
  const from = Number(startIndex)
  const taken = items.slice(from, limit === undefined ? undefined : from + Number(limit))
  return Response.json({ Items: taken, TotalRecordCount: items.length, StartIndex: from })
}

/** A BaseItemDto of a song. */
const itemOf = ({ id, title, artist, album, seconds, suffix, genre, cover }: CatalogSong) => ({
  ...{ Name: title, Id: id, Type: 'Audio', MediaType: 'Audio', Container: suffix, IsFolder: false },
  ...{ RunTimeTicks: Math.round(seconds * TICKS_PER_S), Album: album, AlbumId: slug(album) },
  ...{ AlbumArtist: artist, Artists: [artist], ArtistItems: [{ Name: artist, Id: slug(artist) }] },
  ...{
    Genres: genre === undefined ? [] : [genre],
    ImageTags: cover === undefined ? {} : { Primary: 'a1' },
  },
  ...{ NormalizationGain: -6.5, HasLyrics: false },
})

const albumOf = ({ album, artist }: CatalogSong) => ({
  ...{ Name: album, Id: slug(album), Type: 'MusicAlbum', AlbumArtist: artist, IsFolder: true },
})

const artistOf = ({ artist }: CatalogSong) => ({
  ...{ Name: artist, Id: slug(artist), Type: 'MusicArtist', IsFolder: true },
})

const playlistOf = ({ id, name }: CatalogPlaylist) => ({
  ...{ Name: name, Id: id, Type: 'Playlist', MediaType: 'Audio', IsFolder: true },
})

/** A LyricDto. */
const lyricsOf = ({ words = [] }: CatalogSong) => ({
  Metadata: { IsSynced: true },
  Lyrics: words.map(([ms, text]) => ({ Text: text, Start: ms * 10_000 })),
})

/** The fields of "MediaBrowser Client=…, Token=…". */
function authorizationOf(request: Request): Readonly<Record<string, string | undefined>> {
  const header = request.headers.get('authorization') ?? ''
  if (!header.startsWith('MediaBrowser ')) return {}
  const fields = header.slice('MediaBrowser '.length).matchAll(/(\w+)="([^"]*)"/g)
  return Object.fromEntries([...fields].map(([, name, value]) => [name, value]))
}
