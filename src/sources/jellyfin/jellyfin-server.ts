import type { Clock } from '../../base/clock.ts'
import { SegueError } from '../../base/error.ts'
import { fold } from '../../base/fold.ts'
import type { MediaServer } from '../../base/media-server.ts'
import type { Media } from '../../domain/media.ts'
import type { Heard } from '../../player/ports.ts'
import { isAudioName } from '../music-files.ts'
import { fieldsOf } from '../music-servers/answer.ts'
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
import type { Service } from '../service.ts'
import type { Asking, SourceHealth } from '../source.ts'
import { USER_AGENT } from '../user-agent.ts'
import { type Asker, JellyfinApi } from './api.ts'
import { collectionsIn, type JellyfinSong, songOf, songsIn, TICKS_PER_MS } from './item.ts'
import { lyricsIn } from './lyrics.ts'

/** Songs of one collection that are taken, and how many come in one answer. */
const MOST_SONGS = 10_000
const PAGE_SONGS = 250
/** What's looked at of a text that's being typed. */
const TYPED_ITEMS = 30
const TYPED_ARTISTS = 4
const MOST_PLAYLISTS = 200
/** Words of a text that are looked for one by one, and songs of each. */
const MOST_WORDS = 3
const SONGS_PER_WORD = 100
/** How an album's songs follow one another, and an artist's. */
const IN_ALBUM = 'ParentIndexNumber,IndexNumber,SortName'
const BY_ALBUM = `ProductionYear,Album,${IN_ALBUM}`

/** A Jellyfin server, by its own API: https://api.jellyfin.org, version 10.9. */
export class JellyfinServer implements MusicServer, AsyncDisposable {
  readonly name: string
  readonly #url: string
  readonly #service: Service
  readonly #api: JellyfinApi

  constructor(server: MediaServer, service: Service, clock: Clock) {
    this.name = server.name
    this.#url = server.url
    this.#service = service
    this.#api = new JellyfinApi(server, service, clock)
  }

  /**
   * The server looks for all of a text in songs' titles alone. So where that finds nothing, songs are those
   * of an artist of that name, or have one of the words in their title and may have the others elsewhere.
   */
  async search(words: string, most: number, asking: Asking): Promise<readonly Song[]> {
    const [titled, [artist]] = await Promise.all([
      this.#songs({ searchTerm: words }, most, asking),
      this.#artists(words, asking),
    ])
    if (titled.length > 0) return titled
    if (artist !== undefined) return await this.#songs({ artistIds: artist.id }, most, asking)
    const single = [...new Set(words.split(/\s+/))]
      .sort((one, other) => other.length - one.length)
      .slice(0, MOST_WORDS)
    if (single.length < 2) return []
    const found = await Promise.all(
      single.map((word) => this.#songs({ searchTerm: word }, SONGS_PER_WORD, asking)),
    )
    return [...new Map(found.flat().map((song) => [song.id, song])).values()]
  }

  async look(text: string, signal: AbortSignal): Promise<Matches> {
    const searchTerm = text.trim()
    if (searchTerm === '') {
      const lists = { includeItemTypes: 'Playlist', limit: String(MOST_PLAYLISTS) }
      const { Items } = await this.#api.items(lists, { signal }, true)
      return { songs: [], collections: collectionsIn(Items, MOST_PLAYLISTS) }
    }
    const types = { includeItemTypes: 'Audio,MusicAlbum,Playlist', limit: String(TYPED_ITEMS) }
    const [{ Items }, artists] = await Promise.all([
      this.#api.items({ searchTerm, ...types }, { signal }, true),
      this.#artists(searchTerm, { signal }),
    ])
    return {
      songs: songsIn(Items, TYPED_ITEMS),
      collections: [...collectionsIn(Items, TYPED_ITEMS), ...artists],
    }
  }

  async song(id: string, asking: Asking): Promise<JellyfinSong> {
    const song = songOf(fieldsOf(await this.#api.ask(['Items', id], {}, asking)))
    if (song === null) throw new SegueError('gone', 'no song')
    return song
  }

  async songsOf(kind: CollectionKind, id: string, asking: Asking): Promise<Songs> {
    const first = await this.#page(kind, id, 0, asking)
    const { TotalRecordCount: count } = first
    const page = (at: number, signal: AbortSignal) =>
      this.#page(kind, id, at, { ...asking, signal })
    return {
      total: typeof count === 'number' && count <= MOST_SONGS ? count : null,
      songs: async function* (signal) {
        for (let at = 0; at < MOST_SONGS; at += PAGE_SONGS) {
          const { Items } = at === 0 ? first : await page(at, signal())
          yield* songsIn(Items, PAGE_SONGS)
          if (!Array.isArray(Items) || Items.length < PAGE_SONGS) return
        }
      },
    }
  }

  async random(most: number, asking: Asking): Promise<readonly Song[]> {
    return await this.#songs({ sortBy: 'Random' }, most, asking)
  }

  async related({ id, artist }: Kin, by: Kinship, most: number, asking: Asking) {
    if (by === 'similar') {
      if (id === null) return []
      const mix = await this.#api.ask(['Items', id, 'InstantMix'], { limit: String(most) }, asking)
      return songsIn(fieldsOf(mix).Items, most).filter((song) => song.id !== id)
    }
    const sortBy = 'Random'
    if (by === 'artist') {
      const artists = artist === null ? [] : await this.#artists(artist, asking)
      const own = artists.find(({ name }) => fold(name) === fold(artist ?? ''))
      return own === undefined ? [] : await this.#songs({ artistIds: own.id, sortBy }, most, asking)
    }
    const [genres] = id === null ? [] : (await this.song(id, asking)).genres
    return genres === undefined ? [] : await this.#songs({ genres, sortBy }, most, asking)
  }

  async lyrics({ id }: Song, asking: Asking): Promise<string | null> {
    const answer = await this.#api.ask(['Audio', id, 'Lyrics'], {}, asking)
    return answer === null ? null : lyricsIn(fieldsOf(answer))
  }

  async cover(id: string, asking: Asking): Promise<Uint8Array | null> {
    const { coverId } = await this.song(id, asking)
    if (coverId === null) return null
    const size = { maxWidth: String(COVER_PIXELS), maxHeight: String(COVER_PIXELS) }
    return await this.#api.bytes(['Items', coverId, 'Images', 'Primary'], size, asking)
  }

  /**
   * The file as it is, since the engine decodes everything that has a known ending; another one is asked for
   * as MP3. Who signs in stands in a header, which goes to that server alone.
   */
  async open(id: string, asking: Asking): Promise<Media> {
    const { containers } = await this.song(id, asking)
    const isKnown = containers.length === 0 || containers.some((name) => isAudioName(`a.${name}`))
    const url = isKnown
      ? this.#api.address(['Audio', id, 'stream'], { static: 'true' })
      : this.#api.address(['Audio', id, 'stream.mp3'], MP3)
    const accept = { 'user-agent': USER_AGENT, accept: 'audio/*, */*;q=0.5' }
    const headers = { ...accept, ...(await this.#api.headers()) }
    return { kind: 'http', url, headers, live: false, named: hostAndPort(this.#url) }
  }

  /**
   * Reports of a session that plays. The server counts a play when it begins, and takes it for over after five
   * minutes without a report.
   */
  async tell(id: string, heard: Heard, signal: AbortSignal): Promise<void> {
    const { kind, guildId, track, positionMs, sounds } = heard
    const about = { ItemId: id, PlaySessionId: track.id }
    const position = { PositionTicks: Math.round(positionMs) * TICKS_PER_MS }
    const state = { CanSeek: true, IsPaused: !sounds, PlayMethod: 'DirectPlay' }
    const path = ['Sessions', 'Playing', ...REPORTS[kind]]
    const body = { ...about, ...position, ...(kind !== 'ended' && state) }
    await this.#api.report(path, body, guildId, signal)
  }

  greet(signal: AbortSignal): Promise<string> {
    return this.#api.greet(signal)
  }

  health(): SourceHealth {
    return this.#api.refused
      ? { name: this.name, state: 'failing', detail: 'library-login' }
      : this.#service.health()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#api[Symbol.asyncDispose]()
  }

  async #songs(asked: Readonly<Record<string, string>>, most: number, asker: Asker) {
    const limited = { includeItemTypes: 'Audio', limit: String(most), ...asked }
    return songsIn((await this.#api.items(limited, asker)).Items, most)
  }

  async #artists(searchTerm: string, asker: Asker) {
    const asked = { searchTerm, limit: String(TYPED_ARTISTS) }
    const answer = fieldsOf(await this.#api.ask(['Artists'], asked, asker, true))
    return collectionsIn(answer.Items, TYPED_ARTISTS)
  }

  async #page(kind: CollectionKind, id: string, at: number, asking: Asking) {
    const page = { startIndex: String(at), limit: String(PAGE_SONGS) }
    if (kind === 'playlist') {
      return fieldsOf(await this.#api.ask(['Playlists', id, 'Items'], page, asking))
    }
    const of =
      kind === 'album' ? { parentId: id, sortBy: IN_ALBUM } : { artistIds: id, sortBy: BY_ALBUM }
    return await this.#api.items({ includeItemTypes: 'Audio', ...of, ...page }, asking)
  }
}

const REPORTS: Readonly<Record<Heard['kind'], readonly string[]>> = {
  ...{ began: [], 'goes-on': ['Progress'], ended: ['Stopped'] },
}

const MP3 = { audioCodec: 'mp3', audioBitRate: '320000' }
