import { SaxesParser } from 'saxes'
import type { Line } from './line.ts'

/** The parser is given so much at once, some milliseconds' work. */
const STEP_CHARS = 64 * 1024
/** Deeper XML is none of this kind: a track lies in a list in a playlist, and its fields in it. */
const MOST_DEPTH = 64
/** Longer texts are cut there. */
const MOST_CHARS = 8_000
/** Faults that are passed over. */
const MOST_FAULTS = 1_000

type Field = 'location' | 'title' | 'creator' | 'duration'
const FIELDS: ReadonlySet<string> = new Set<Field>(['location', 'title', 'creator', 'duration'])

/**
 * The tracks of an XSPF playlist (XSPF version 1, sections 4.1.1.2.14 and following), each with the first of its
 * locations, step by step: a long one takes longer than anybody else should wait. No entity is known but
 * XML's own five, and nothing outside of the text is read.
 */
export function* stepsOfXspf(text: string): Generator<readonly Line[]> {
  const reading = new Reading()
  const parser = new SaxesParser()
  parser.on('opentag', ({ name }) => reading.open(name))
  parser.on('closetag', () => reading.close())
  parser.on('text', (piece) => reading.text(piece))
  parser.on('cdata', (piece) => reading.text(piece))
  // A fault ends no list: what can be read of it is read.
  parser.on('error', () => reading.fault())
  for (let at = 0; at < text.length; at += STEP_CHARS) {
    try {
      parser.write(text.slice(at, at + STEP_CHARS))
    } catch (error) {
      if (!(error instanceof Hopeless)) throw error
      at = text.length
    }
    yield reading.takeLines()
  }
}

/** Whether a text is such a playlist: its first element tells. */
export const looksLikeXspf = (text: string): boolean =>
  /^\s*(?:<(?:\?|!--)[^>]{0,300}>\s*){0,5}<(?:[\w-]{1,20}:)?playlist[\s>]/.test(
    text.slice(0, 2_048),
  )

/** It's no such list, whatever follows. */
class Hopeless extends Error {}

class Reading {
  readonly #path: string[] = []
  #fields: Partial<Record<Field, string>> = {}
  #isLocated = false
  #lines: Line[] = []
  #faults = 0

  takeLines(): readonly Line[] {
    return this.#lines.splice(0)
  }

  fault(): void {
    this.#faults += 1
    if (this.#faults > MOST_FAULTS) throw new Hopeless()
  }

  open(name: string): void {
    if (this.#path.length >= MOST_DEPTH) throw new Hopeless()
    this.#path.push(name.slice(name.indexOf(':') + 1))
    if (this.#path.at(-1) !== 'track') return
    this.#fields = {}
    this.#isLocated = false
  }

  text(piece: string): void {
    const field = this.#path.at(-1) ?? ''
    if (!isField(field) || this.#path.at(-2) !== 'track') return
    if (field === 'location' && this.#isLocated) return
    const before = this.#fields[field] ?? ''
    if (before.length < MOST_CHARS) this.#fields[field] = before + piece.slice(0, MOST_CHARS)
  }

  close(): void {
    const closed = this.#path.pop()
    // Of several locations, which all lead to the same sound, the first is taken.
    if (closed === 'location' && this.#path.at(-1) === 'track') this.#isLocated = true
    if (closed !== 'track') return
    const { location, title, creator, duration } = this.#fields
    if (location === undefined || location.trim() === '') return
    const named = [creator, title].flatMap((name) => name?.trim() || [])
    const seconds = Number.parseFloat(duration ?? '') / 1000
    this.#lines.push({
      link: location.trim(),
      title: title?.trim() ? named.join(' - ') : null,
      seconds: seconds > 0 ? seconds : -1,
    })
  }
}

const isField = (name: string): name is Field => FIELDS.has(name)
