/** Lines of JSON between the bot and the program that runs play-dl. */

/** The first line to the program. */
export interface Hello {
  /** A lease of the guarded proxy: a secret, so that it's in no argument and no environment. */
  readonly proxy: string
  readonly userAgent: string
}

/** The first line from it: whether play-dl is installed. */
export interface Greeting {
  readonly installed: boolean
}

/** A request; its answer has the same id. */
export type Asked = { readonly id: number } & Question

export type Question =
  | { readonly op: 'link'; readonly url: string; readonly start: number }
  | { readonly op: 'search'; readonly words: string; readonly limit: number }

/** A song as play-dl tells of it. Any of it may be anything: it's read again by the bot. */
export interface Entry {
  readonly title: unknown
  readonly artists: readonly unknown[]
  readonly album: unknown
  readonly durationMs: unknown
  readonly page: unknown
  readonly artwork: unknown
}

/** A page of songs. */
export interface Answered {
  readonly entries: readonly Entry[]
  readonly total: number | null
  /** Where the next page begins; null: there's none. */
  readonly next: number | null
}

/** 'nothing': it's not there; 'broken': play-dl couldn't read what it got, or got nothing. */
export type Failed = { readonly failure: 'nothing' | 'broken' }

export type Reply = { readonly id: number } & (Answered | Failed)
