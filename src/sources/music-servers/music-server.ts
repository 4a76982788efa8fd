import type { Media } from '../../domain/media.ts'
import type { Heard } from '../../player/ports.ts'
import type { Asking, SourceHealth } from '../source.ts'

/** A song as a server describes it. Its texts are cleaned, and hostile all the same. */
export interface Song {
  /** Names it on its server, and nowhere else. */
  readonly id: string
  readonly title: string
  readonly artist: string | null
  readonly album: string | null
  readonly durationMs: number | null
  /** Left out: the server doesn't say. */
  readonly isrc?: string
}

/** Discord shows a card's picture 85 pixels wide, on dense screens with three times as many. */
export const COVER_PIXELS = 300

export const COLLECTIONS = ['album', 'artist', 'playlist'] as const
export type CollectionKind = (typeof COLLECTIONS)[number]

/** What holds songs, by its name. */
export interface Collection {
  readonly kind: CollectionKind
  readonly id: string
  readonly name: string
  /** Whose it is; null: nobody's, or unknown. */
  readonly by: string | null
}

/** What a server has for a text. */
export interface Matches {
  readonly songs: readonly Song[]
  readonly collections: readonly Collection[]
}

/** A collection's songs, in order, as they're taken; `signal` is that of whoever waits for the next. */
export interface Songs {
  /** Null: nobody knows. */
  readonly total: number | null
  readonly songs: (signal: () => AbortSignal) => AsyncGenerator<Song, void>
}

/** How songs may go together, as a server can be asked for it. */
export type Kinship = 'similar' | 'artist' | 'genre'

/** What songs are to go together with. */
export interface Kin {
  /** Of that server; null: it's a song from elsewhere. */
  readonly id: string | null
  readonly artist: string | null
}

/**
 * One server that holds the host's music. Everything rejects with a `SegueError`: 'gone' for what it
 * doesn't have (any more), 'library-login' where it refuses the bot, 'unsupported' for an answer that
 * makes no sense, and what a `Service` rejects with.
 */
export interface MusicServer {
  /** As the host knows it. */
  readonly name: string
  /** Songs that the server finds for words: best first, as far as it knows. */
  search(words: string, most: number, asking: Asking): Promise<readonly Song[]>
  /** Songs and collections for a text that's being typed; for none, its playlists. */
  look(text: string, signal: AbortSignal): Promise<Matches>
  song(id: string, asking: Asking): Promise<Song>
  /** What's in a collection. */
  songsOf(kind: CollectionKind, id: string, asking: Asking): Promise<Songs>
  /** Songs by chance. */
  random(most: number, asking: Asking): Promise<readonly Song[]>
  /** Songs that go with one; none where it doesn't know. */
  related(kin: Kin, by: Kinship, most: number, asking: Asking): Promise<readonly Song[]>
  /** As LRC or plain text; null: none. */
  lyrics(song: Song, asking: Asking): Promise<string | null>
  /** The picture of a song, as a file; null: none. */
  cover(id: string, asking: Asking): Promise<Uint8Array | null>
  /** Where the bytes of a song come from. It may hold a secret. */
  open(id: string, asking: Asking): Promise<Media>
  /** Takes what people hear of a song of its own. */
  tell(id: string, heard: Heard, signal: AbortSignal): Promise<void>
  /** Signs in; resolves with what runs there: "navidrome 0.55.2". */
  greet(signal: AbortSignal): Promise<string>
  health(): SourceHealth
}
