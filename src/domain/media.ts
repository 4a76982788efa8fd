import type { Track } from './track.ts'

/** A stretch of a file that's a track of its own: of a cue sheet, a chapter. */
export interface Part {
  readonly startMs: number
  /** Null: it goes on to the file's end. */
  readonly endMs: number | null
}

/**
 * Where the bytes of a track come from, resolved each time the track is played, since signed URLs
 * expire. Plain data, because it's sent to the engine's thread.
 */
export type Media = {
  /** What of it is played; left out: all. Positions and the length are the part's own. */
  readonly part?: Part
} & (
  | {
      readonly kind: 'file'
      readonly path: string
    }
  | {
      readonly kind: 'http'
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      /** A stream without an end: no Range, no length, no seeking. */
      readonly live: boolean
      /**
       * The guarded proxy on this host that the bytes come through, if one is needed. Its URL
       * contains a secret.
       */
      readonly via?: string
      /**
       * "host:port" of a server that the host has named, from which this media alone may come wherever the
       * server lies; absent: only addresses that anybody's links may lead to.
       */
      readonly named?: string
      /** What a link that ends was made for: its source makes another one. Left out: it doesn't end. */
      readonly track?: Track
    }
  | {
      /** A live stream in segments; `url` leads to its playlist. */
      readonly kind: 'hls'
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      /** As for 'http'. */
      readonly via?: string
      /** What the link was made for: its source makes another one. */
      readonly track: Track
    }
  | {
      /** A program that writes the bytes to its standard output; no shell is involved. */
      readonly kind: 'process'
      readonly argv: readonly string[]
      readonly env: Readonly<Record<string, string>>
    }
)
