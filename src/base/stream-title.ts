/** What a station says it plays. Hostile until it's shown: any text of any script. */
export interface StreamTitle {
  /** On one line, at most `STREAM_TITLE_LENGTH` UTF-16 units. */
  readonly title: string
  /** The link that came with it, as it was written: a picture's, a page's, or nonsense. Null: none. */
  readonly link: string | null
}

export const STREAM_TITLE_LENGTH = 200
export const STREAM_LINK_LENGTH = 1_024
