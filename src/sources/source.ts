import type { GuildId } from '../base/ids.ts'
import type { Related } from '../domain/autoplay.ts'
import type { Cover } from '../domain/cover.ts'
import type { Media } from '../domain/media.ts'
import type { Found, FoundTrack, SearchPlace, SourceName, Track } from '../domain/track.ts'
import type { Heard, Suggestion } from '../player/ports.ts'
import type { Wanted } from './related.ts'

/** Who asks a source, and until when. */
export interface Asking {
  readonly server: GuildId
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/** A search for words. */
export interface WordSearch {
  readonly words: string
  /** How many tracks to find at most. */
  readonly limit: number
  readonly place: SearchPlace
  /** Whether a playlist that fits best is found as its tracks; left out: if one match is enough. */
  readonly lists?: boolean | undefined
}

/**
 * One place that music comes from. Every method that resolves rejects with a `SegueError`. What a
 * source can't do is left out.
 */
export interface Source {
  /** Stored with its tracks: it opens them again. */
  readonly name: SourceName
  /** Whether that link, or name, is its own to find (cheap, no I/O). Sources are asked in their order. */
  owns(text: string): boolean
  /** The tracks of what it owns, in pages. Never empty: 'nothing-found' is rejected instead. */
  find(text: string, asking: Asking): Promise<Found>
  /** Where its bytes come from, asked anew each time it's played. */
  open(track: Track, asking: Asking): Promise<Media>
  /** The places that it searches for words; left out: none. */
  readonly places?: readonly SearchPlace[]
  /** The best matches for words, best first. Never empty: 'nothing-found' is rejected instead. */
  search?(search: WordSearch, asking: Asking): Promise<Found>
  /** What fits the text typed so far. Never rejects. */
  suggest?(text: string, limit: number, signal: AbortSignal): Promise<readonly Suggestion[]>
  /** Tracks that go with one of any source, best first. */
  related?(seed: FoundTrack, mode: Wanted, asking: Asking): Promise<readonly Related[]>
  /** The words of a track of its own, as LRC or plain text; null: none. */
  lyrics?(track: FoundTrack, asking: Asking): Promise<string | null>
  /**
   * The picture of a track of its own that no link leads to, for Discord can't fetch from the host's
   * disk or house; null: none. Asked again where a message needs it again. Never rejects.
   */
  cover?(track: FoundTrack, asking: Asking): Promise<Cover | null>
  /** What finds just this track of its own again, in at most 100 characters; null: nothing does. */
  queryFor?(track: FoundTrack): string | null
  /** Takes what people hear of its own tracks. */
  tell?(heard: Heard, signal: AbortSignal): Promise<void>
  /** What the host is told of it, or of each of its servers; left out: it can't fail. */
  health?(): SourceHealth | readonly SourceHealth[]
}

/** How a source is. */
export interface SourceHealth {
  /** As people know it: 'yt-dlp', a server's host. */
  readonly name: string
  /** 'off': it isn't asked for a while after failures; 'missing': it isn't installed. */
  readonly state: 'ok' | 'failing' | 'off' | 'missing'
  /** A version, or the code of the last failure; null: nothing to say. No secret, no member's link. */
  readonly detail: string | null
}
