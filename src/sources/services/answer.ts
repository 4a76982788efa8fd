import type { ErrorCode } from '../../base/error.ts'
import type { FoundTrack } from '../../domain/track.ts'

/** What a link of a service names. */
export interface ServiceLink {
  readonly kind: 'track' | 'album' | 'playlist' | 'artist'
  /** As the service writes it: checked, so that it may stand in a path. */
  readonly id: string
  /** The country of its catalogue, as 'us', where the service has several; null: none is named. */
  readonly country: string | null
}

/** What the songs of an album don't say themselves. */
export interface AlbumOf {
  readonly title: string | null
  readonly artist: string | null
  readonly artwork: string | null
}

/** What was asked for. */
export interface Asked {
  readonly link: ServiceLink
  /** Where the page of a list begins, as the service counts; null: it's the first one. */
  readonly start: string | null
  /** The album whose songs they are; null: they say so themselves. */
  readonly album: AlbumOf | null
}

/** What a service answers, read: it crosses threads. */
export interface Answer {
  readonly tracks: readonly FoundTrack[]
  /** How many there are in all; null: it doesn't say. */
  readonly total: number | null
  /** Where the next page begins; null: there's none. */
  readonly next: string | null
  /** Whether there may be more that the service shows only to its members. */
  readonly isCut: boolean
  /** The album, where one was asked for. */
  readonly album: AlbumOf | null
  /** Why there's nothing; null: there is. */
  readonly failure: ErrorCode | null
}

/** Makes tracks of an answer's text, which may be anything. Throws nothing but what `JSON.parse` does. */
export type ReadAnswer = (text: string, asked: Asked) => Answer

const NOTHING: Answer = {
  ...{ tracks: [], total: null, next: null, isCut: false, album: null, failure: null },
}

export const answerOf = (part: Partial<Answer>): Answer => ({ ...NOTHING, ...part })
