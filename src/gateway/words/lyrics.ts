/** What stands around a song's words. */
export interface LyricsWords {
  /** Where they come from: the host of a service. */
  from(host: string): string
  readonly fromFile: string
  readonly instrumental: string
  /** Stands below words that are too long for a message. */
  readonly cut: string
}
