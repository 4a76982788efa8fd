import { codeOf, SegueError } from '../../base/error.ts'
import { fold } from '../../base/fold.ts'
import type { MediaLogin, MediaServer } from '../../base/media-server.ts'
import type { Media } from '../../domain/media.ts'
import type { Heard } from '../../player/ports.ts'
import { isAudioName } from '../music-files.ts'
import { type Fields, fieldsOf, listOf, nameOf } from '../music-servers/answer.ts'
import {
  COVER_PIXELS,
  type CollectionKind,
  type Kin,
  type Kinship,
  type Matches,
  type MusicServer,
  type Song,
  type Songs,
} from '../music-servers/music-server.ts'
import { hostAndPort } from '../named-host.ts'
import { isTooLong, type Service, type ServiceRequest } from '../service.ts'
import type { Asking, SourceHealth } from '../source.ts'
import { USER_AGENT } from '../user-agent.ts'
import { signed, signedPlainly } from './login.ts'
import { lyricsInList, lyricsOfText } from './lyrics.ts'
import { payloadOf, takesNoToken } from './payload.ts'
import { Scrobbles } from './scrobbles.ts'
import { collectionsIn, SONG_FIELDS, type SubsonicSong, songOf, songsIn } from './song.ts'

/** Songs of one collection, and albums of one artist, that are taken. */
const MOST_SONGS = 10_000
const MOST_ALBUMS = 500
/** Of a text that's being typed. */
const TYPED = { artistCount: '4', albumCount: '8', songCount: '15' }
const MOST_PLAYLISTS = 200
/** What's typed is typed again a moment later, by somebody else too. */
const TYPED_KEPT = { forMs: 30_000, missForMs: 30_000 }
const PLAYLISTS_KEPT = { forMs: 60_000, missForMs: 60_000 }

/** What's read of a whole collection, which comes in one answer. */
const LIST_FIELDS = [
  ...(['subsonic-response', 'status', 'error', 'code'] as const),
  ...(['album', 'playlist', 'song', 'entry'] as const),
  ...SONG_FIELDS,
]

type Parameters = Readonly<Record<string, string>>
/** Who asks; nobody in particular while somebody types. */
type Asker = Partial<Pick<Asking, 'server'>> & Pick<Asking, 'signal'>
type How = Pick<ServiceRequest, 'keep' | 'fields'>

/**
 * A server that speaks OpenSubsonic (Navidrome, Gonic, Ampache …) or the Subsonic that it builds on
 * (Airsonic), version 1.16.1: https://opensubsonic.netlify.app/docs/. Who signs in stands in each
 * address, so addresses are built when they're asked for and kept nowhere.
 */
export class OpenSubsonicServer implements MusicServer {
  readonly name: string
  readonly #url: string
  readonly #login: MediaLogin
  #signed: Parameters
  /** Whether the server didn't let the bot in when it was asked last. */
  #refused = false
  readonly #service: Service
  readonly #scrobbles = new Scrobbles(async (scrobble, signal) => {
    await this.#ask('scrobble', scrobble, { signal })
  })

  constructor({ name, url, login }: MediaServer, service: Service) {
    this.name = name
    this.#url = url
    this.#login = login
    this.#signed = signed(login)
    this.#service = service
  }

  async search(words: string, most: number, asking: Asking): Promise<readonly Song[]> {
    const counts = { artistCount: '0', albumCount: '0', songCount: String(most) }
    const payload = await this.#ask('search3', { query: words, ...counts }, asking)
    return songsIn(fieldsOf(payload.searchResult3).song, most)
  }

  async look(text: string, signal: AbortSignal): Promise<Matches> {
    const query = text.trim()
    const [found, lists] = await Promise.all([
      query === ''
        ? fieldsOf(null)
        : this.#ask('search3', { query, ...TYPED }, { signal }, { keep: TYPED_KEPT }),
      // A user may be one who has none.
      this.#ask('getPlaylists', {}, { signal }, { keep: PLAYLISTS_KEPT }).catch(() =>
        fieldsOf(null),
      ),
    ])
    const { song, album, artist } = fieldsOf(found.searchResult3)
    const playlists = fieldsOf(lists.playlists).playlist
    return {
      songs: songsIn(song, Number(TYPED.songCount)),
      collections: [
        ...collectionsIn('playlist', playlists, MOST_PLAYLISTS),
        ...collectionsIn('album', album, Number(TYPED.albumCount)),
        ...collectionsIn('artist', artist, Number(TYPED.artistCount)),
      ],
    }
  }

  async song(id: string, asking: Asking): Promise<SubsonicSong> {
    const song = songOf(fieldsOf((await this.#ask('getSong', { id }, asking)).song))
    if (song === null) throw new SegueError('gone', 'no song')
    return song
  }

  async songsOf(kind: CollectionKind, id: string, asking: Asking): Promise<Songs> {
    if (kind === 'artist') return await this.#ofArtist(id, asking)
    const isAlbum = kind === 'album'
    const method = isAlbum ? 'getAlbum' : 'getPlaylist'
    const payload = await this.#ask(method, { id }, asking, { fields: LIST_FIELDS }).catch(
      (error: unknown) => {
        throw isTooLong(error) ? new SegueError('list-too-long', 'one answer') : error
      },
    )
    const { song, entry } = fieldsOf(isAlbum ? payload.album : payload.playlist)
    const children = listOf(isAlbum ? song : entry, MOST_SONGS)
    return {
      total: children.length,
      // Names are read as they're taken: those of thousands at once would hold everything up.
      songs: async function* () {
        for (const child of children) {
          const found = songOf(child)
          if (found !== null) yield found
        }
      },
    }
  }

  async random(most: number, asking: Asking): Promise<readonly Song[]> {
    const payload = await this.#ask('getRandomSongs', { size: String(most) }, asking)
    return songsIn(fieldsOf(payload.randomSongs).song, most)
  }

  async related({ id, artist }: Kin, by: Kinship, most: number, asking: Asking) {
    const count = String(most)
    if (by === 'similar') {
      if (id === null) return []
      const payload = await this.#ask('getSimilarSongs', { id, count }, asking)
      return songsIn(fieldsOf(payload.similarSongs).song, most)
    }
    if (by === 'artist') {
      if (artist === null) return []
      const songs = await this.search(artist, most, asking)
      return songs.filter((song) => song.artist !== null && fold(song.artist) === fold(artist))
    }
    const genre = id === null ? null : (await this.song(id, asking)).genre
    if (genre === null) return []
    const payload = await this.#ask('getRandomSongs', { size: count, genre }, asking)
    return songsIn(fieldsOf(payload.randomSongs).song, most)
  }

  /** By the song's id where the server can do that (the extension songLyrics), else by its names. */
  async lyrics({ id, artist, title }: Song, asking: Asking): Promise<string | null> {
    try {
      return lyricsInList(await this.#ask('getLyricsBySongId', { id }, asking))
    } catch (error) {
      if (!IS_UNKNOWN.has(codeOf(error))) throw error
    }
    const names = { title, ...(artist === null ? {} : { artist }) }
    return lyricsOfText(await this.#ask('getLyrics', names, asking))
  }

  async cover(id: string, asking: Asking): Promise<Uint8Array | null> {
    const { coverId } = await this.song(id, asking)
    if (coverId === null) return null
    const { server, signal } = asking
    const url = this.#address('getCoverArt', { id: coverId, size: String(COVER_PIXELS) })
    return await this.#service.bytes({ url, headers: { accept: 'image/*' }, server }, signal)
  }

  /**
   * The file as it is, since the engine decodes everything that has a known ending; another one is asked for
   * as MP3, which every server can make.
   */
  async open(id: string, asking: Asking): Promise<Media> {
    const { suffix } = await this.song(id, asking)
    const isKnown = suffix === null || isAudioName(`a.${suffix}`)
    const format: Parameters = isKnown ? { format: 'raw' } : { format: 'mp3', maxBitRate: '320' }
    const headers = { 'user-agent': USER_AGENT, accept: 'audio/*, */*;q=0.5' }
    return {
      ...{ kind: 'http', url: this.#address('stream', { id, ...format }), headers, live: false },
      named: hostAndPort(this.#url),
    }
  }

  tell(id: string, heard: Heard, signal: AbortSignal): Promise<void> {
    return this.#scrobbles.tell(id, heard, signal)
  }

  async greet(signal: AbortSignal): Promise<string> {
    const { type, serverVersion, version } = await this.#ask('ping', {}, { signal })
    return `${nameOf(type) ?? 'Subsonic'} ${nameOf(serverVersion) ?? nameOf(version) ?? ''}`.trim()
  }

  health(): SourceHealth {
    return this.#refused
      ? { name: this.name, state: 'failing', detail: 'library-login' }
      : this.#service.health()
  }

  async #ofArtist(id: string, asking: Asking): Promise<Songs> {
    const { artist } = await this.#ask('getArtist', { id }, asking)
    const albums = collectionsIn('album', fieldsOf(artist).album, MOST_ALBUMS)
    return {
      total: null,
      songs: async function* (this: OpenSubsonicServer, signal: () => AbortSignal) {
        for (const album of albums) {
          const { songs } = await this.songsOf('album', album.id, { ...asking, signal: signal() })
          yield* songs(signal)
        }
      }.bind(this),
    }
  }

  async #ask(
    method: string,
    parameters: Parameters,
    asker: Asker,
    more: How = {},
  ): Promise<Fields> {
    const { server, signal } = asker
    const isHashed = !('p' in this.#signed)
    const asked = { url: this.#address(method, { ...parameters, f: 'json' }) }
    const how = { ...asked, ...more, ...(server && { server }) }
    try {
      const payload = payloadOf(await this.#service.json(how, signal))
      this.#refused = false
      return payload
    } catch (error) {
      this.#refused = codeOf(error) === 'library-login'
      if (!takesNoToken(error) || !isHashed || this.#login.kind !== 'password') throw error
      this.#signed = signedPlainly(this.#login)
      return await this.#ask(method, parameters, asker, more)
    }
  }

  /** It holds a secret. Servers of before OpenSubsonic know methods by this ending alone. */
  #address(method: string, parameters: Parameters): string {
    const query = new URLSearchParams({ ...parameters, ...this.#signed })
    return `${this.#url}/rest/${method}.view?${query}`
  }
}

/** How a server answers that doesn't know a method. */
const IS_UNKNOWN: ReadonlySet<string> = new Set(['unsupported', 'gone', 'http-status'])
