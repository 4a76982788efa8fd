import { open } from 'node:fs/promises'
import type { Chapter } from './chapters.ts'

/** Element ids (RFC 9559, sections 5.1 and 8). */
const SEGMENT = 0x18538067
const SEEK_HEAD = 0x114d9b74
const SEEK = 0x4dbb
const SEEK_ID = 0x53ab
const SEEK_POSITION = 0x53ac
const CHAPTERS = 0x1043a770
const EDITION = 0x45b9
const ATOM = 0xb6
const START = 0x91
const HIDDEN = 0x98
const DISPLAY = 0x80
const NAME = 0x85
const CLUSTER = 0x1f43b675

/** Elements of a segment that are looked at; before the sound there are a handful. */
const MOST_ELEMENTS = 256
const MOST_CHAPTERS = 999
/** A list of chapters, or a segment's table of contents, of more bytes isn't read. */
const MOST_BYTES = 1024 * 1024
/** An id of four bytes and a size of eight. */
const HEAD_BYTES = 12

interface Element {
  readonly id: number
  /** Where its content begins, and ends. */
  readonly from: number
  readonly to: number
}

/** The chapters of a Matroska file, which music-metadata leaves out; hidden and nested ones aside. */
export async function matroskaChapters(path: string): Promise<Chapter[]> {
  await using file = await open(path)
  const { size } = await file.stat()
  const read = async (from: number, length: number): Promise<Buffer> => {
    const wanted = Math.max(0, Math.min(length, size - from, MOST_BYTES))
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, from)
    return buffer.subarray(0, bytesRead)
  }
  const found = await chaptersElement(read, size)
  return found === null ? [] : chaptersOf(await read(found.from, found.to - found.from))
}

type Read = (from: number, length: number) => Promise<Buffer>

/** Before the sound, or where the segment's table of contents says. */
async function chaptersElement(read: Read, size: number): Promise<Element | null> {
  let [segment, listedAt] = [null as Element | null, null as number | null]
  for (let at = 0, looked = 0; at < size && looked < MOST_ELEMENTS; looked++) {
    const element = elementAt(await read(at, HEAD_BYTES), 0, at)
    if (element === null || element.id === CLUSTER) break
    if (element.id === CHAPTERS) return element
    if (element.id === SEEK_HEAD)
      listedAt = listedIn(await read(element.from, element.to - element.from)) ?? listedAt
    if (element.id === SEGMENT) segment = element
    at = element.id === SEGMENT ? element.from : element.to
  }
  if (segment === null || listedAt === null) return null
  const at = segment.from + listedAt
  const element = elementAt(await read(at, HEAD_BYTES), 0, at)
  return element?.id === CHAPTERS ? element : null
}

function listedIn(head: Buffer): number | null {
  for (const seek of childrenIn(head, SEEK)) {
    const [id] = childrenIn(seek, SEEK_ID)
    const [position] = childrenIn(seek, SEEK_POSITION)
    if (id !== undefined && position !== undefined && numberIn(id) === CHAPTERS)
      return numberIn(position)
  }
  return null
}

function chaptersOf(content: Buffer): Chapter[] {
  const [edition] = childrenIn(content, EDITION)
  const atoms = edition === undefined ? [] : childrenIn(edition, ATOM)
  return atoms.slice(0, MOST_CHAPTERS).flatMap((atom) => {
    const [start] = childrenIn(atom, START)
    const [hidden] = childrenIn(atom, HIDDEN)
    const [display] = childrenIn(atom, DISPLAY)
    const [name] = display === undefined ? [] : childrenIn(display, NAME)
    if (start === undefined || (hidden !== undefined && numberIn(hidden) === 1)) return []
    return [{ startMs: Math.round(numberIn(start) / 1e6), title: name?.toString('utf8') ?? null }]
  })
}

/** The contents of the elements with that id. */
function childrenIn(content: Buffer, id: number): Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at < content.length && found.length <= MOST_CHAPTERS; ) {
    const element = elementAt(content, at, 0)
    if (element === null || element.to > content.length) break
    if (element.id === id) found.push(content.subarray(element.from, element.to))
    at = element.to
  }
  return found
}

/** The element whose head stands there; `base` is added to its places. Null: none does. */
function elementAt(bytes: Buffer, at: number, base: number): Element | null {
  const idLength = lengthOf(bytes[at], 4)
  if (idLength === null || at + idLength >= bytes.length) return null
  const sizeLength = lengthOf(bytes[at + idLength], 8)
  const from = at + idLength + (sizeLength ?? 0)
  if (sizeLength === null || from > bytes.length) return null
  const marker = 2 ** (8 - sizeLength)
  const first = (bytes[at + idLength] ?? 0) % marker
  const stated = numberIn(Buffer.from([first, ...bytes.subarray(at + idLength + 1, from)]))
  // All ones: as long as it lasts (RFC 8794, section 6.2).
  const isOpen = stated === 2 ** (7 * sizeLength) - 1
  const to = from + (isOpen ? Number.MAX_SAFE_INTEGER / 2 : stated)
  return { id: numberIn(bytes.subarray(at, at + idLength)), from: from + base, to: to + base }
}

/** How many bytes a number has whose first one is that: one more than there are zeros before a one. */
function lengthOf(first: number | undefined, most: number): number | null {
  const length = Math.clz32(first ?? 0) - 23
  return first === undefined || length > most ? null : length
}

/** An unsigned number, which isn't exact above 2⁵³: no time and no place is as large. */
const numberIn = (bytes: Buffer): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0)
