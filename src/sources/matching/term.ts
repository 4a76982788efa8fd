import type { FoundTrack } from '../../domain/track.ts'

/** A candidate, as a source shows it. */
export type Candidate = Pick<
  FoundTrack,
  'title' | 'artist' | 'album' | 'durationMs' | 'isrc' | 'live'
>

/** One thing that speaks for a candidate, from 0 (it can't be) to 1, and why. */
export interface Term {
  readonly name: 'isrc' | 'title' | 'artist' | 'length' | 'version' | 'strangers'
  readonly value: number
  readonly why: string
}

export interface Scored {
  /** From 0 to 1: the product of the terms. */
  readonly score: number
  readonly terms: readonly Term[]
}
