import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rank } from '../../../src/sources/matching/rank.ts'
import type { Candidate } from '../../../src/sources/matching/term.ts'
import type { Metadata } from '../../../src/sources/matching/wanted.ts'

/**
 * Labelled queries, a file for each hard case. "= artist ¦ title ¦ album ¦ seconds" is what a service
 * tells of a well-known recording; below it stands what a search finds on a site, "channel ¦ title ¦
 * seconds": "+" is that recording, "-" isn't. Written by hand from what is known of the recordings and of
 * how sites name them; a field that's empty is unknown. Uploads and their lengths are plausible, and not a copy of any site's answer.
 */
const FOLDER = join(import.meta.dir, 'corpus')

export interface Labelled extends Candidate {
  readonly right: boolean
}

export interface Query {
  /** The hard case that it's of. */
  readonly kind: string
  readonly wanted: Metadata
  readonly candidates: readonly Labelled[]
  /** Whether it's of the half that nothing was tuned on. */
  readonly heldOut: boolean
}

const FIELDS = /\s*¦\s*/

/** Null: nobody says. */
const known = (field: string): string | null => (field === '' ? null : field)

/** Every second query of each case is held out. */
export const corpus: readonly Query[] = readdirSync(FOLDER)
  .sort()
  .flatMap((name) => queriesIn(readFileSync(join(FOLDER, name), 'utf8'), name.replace('.txt', '')))

function queriesIn(text: string, kind: string): Query[] {
  const blocks = text.split(/^= /m).slice(1)
  return blocks.map((block, index) => {
    const [head = '', ...lines] = block.trimEnd().split('\n')
    const [artist, title, album, seconds] = head.trim().split(FIELDS).map(known)
    if (title === null || title === undefined) throw new Error(`odd query: ${head}`)
    const wanted = {
      artist: artist ?? null,
      title,
      album: album ?? null,
      durationMs: msOf(seconds),
    }
    return { kind, wanted, candidates: lines.map(candidateIn), heldOut: index % 2 === 1 }
  })
}

function candidateIn(line: string): Labelled {
  const [artist = null, title = null, seconds] = line.slice(2).trim().split(FIELDS).map(known)
  if (!/^[+-] /.test(line) || title === null) throw new Error(`odd line: ${line}`)
  const durationMs = msOf(seconds)
  return { artist, title, durationMs, album: null, live: false, right: line[0] === '+' }
}

function msOf(seconds: string | null | undefined): number | null {
  if (seconds === null || seconds === undefined) return null
  if (!/^\d+$/.test(seconds)) throw new Error(`odd length: ${seconds}`)
  return Number(seconds) * 1000
}

/** What's taken for a query: the best candidate, and how well it fits. */
export interface Taken {
  readonly query: Query
  readonly best: Labelled
  readonly score: number
}

export const takenFor = (queries: readonly Query[]): readonly Taken[] =>
  queries.map((query) => {
    const [best] = rank(query.wanted, query.candidates)
    if (best === undefined) throw new Error('a query without candidates')
    return { query, best: best.candidate, score: best.score }
  })

export interface Figures {
  /** Of what's played unasked, the share that's right. */
  readonly precision: number
  /** Of the queries for which something right is there, the share that is played, and rightly. */
  readonly recall: number
}

export function figuresAt(taken: readonly Taken[], threshold: number): Figures {
  const played = taken.filter(({ score }) => score >= threshold)
  const right = played.filter(({ best }) => best.right).length
  const possible = taken.filter(({ query }) => query.candidates.some((one) => one.right)).length
  return { precision: played.length === 0 ? 1 : right / played.length, recall: right / possible }
}
