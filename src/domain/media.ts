/**
 * Where the bytes of a track come from, resolved freshly each time that it is played
 * (signed URLs expire). Crosses to the engine's thread, so it is plain data.
 */
export type Media =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'http'
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      /** A stream without an end: no Range, no length, no seeking. */
      readonly live: boolean
      /** A guarded proxy of this host's that the bytes come through, where one is needed. Holds a secret. */
      readonly via?: string
    }
  | {
      /** A program that writes the bytes to its standard output; no shell is involved. */
      readonly kind: 'process'
      readonly argv: readonly string[]
      readonly env: Readonly<Record<string, string>>
    }
