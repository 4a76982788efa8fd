/** How many of each a catalog has, in the order in which they're stored. */
export interface Counts {
  readonly folders: number
  readonly files: number
  readonly entries: number
  /** Entries that are a part of their file. */
  readonly parts: number
  /** Different names of artists and albums, and lists of genres; the first is none. */
  readonly names: number
  /** Bytes of UTF-8 of each kind of text. */
  readonly folderBytes: number
  readonly fileBytes: number
  readonly titleBytes: number
  readonly nameBytes: number
  readonly searchBytes: number
}

/**
 * Where everything lies: each column is an array, one value for each folder, file, entry or name, and
 * texts lie one behind the other, each up to where the next begins (so those arrays have one more). The
 * widest come first, so that each begins at a multiple of its width.
 */
function layoutOf(counts: Counts) {
  const { folders, files, entries, parts, names } = counts
  return {
    /** Tells whether anything in the folder has changed. */
    stamp: [BigUint64Array, folders],
    folderAt: [Uint32Array, folders + 1],
    /** The folder's first file; they lie together. */
    firstFile: [Uint32Array, folders + 1],
    fileAt: [Uint32Array, files + 1],
    /** Tells whether the file has changed. */
    fileStamp: [Uint32Array, files],
    /** The file's first entry; a playlist has one as well. */
    firstEntry: [Uint32Array, files + 1],
    /** A title that the file's name tells is left out. */
    titleAt: [Uint32Array, entries + 1],
    searchAt: [Uint32Array, entries + 1],
    artist: [Uint32Array, entries],
    album: [Uint32Array, entries],
    genres: [Uint32Array, entries],
    /** 0: not known. */
    durationMs: [Uint32Array, entries],
    /** The entries that are parts, ascending. */
    part: [Uint32Array, parts],
    startMs: [Uint32Array, parts],
    /** 0: to the file's end. */
    endMs: [Uint32Array, parts],
    nameAt: [Uint32Array, names + 1],
    trackNumber: [Uint16Array, entries],
    discNumber: [Uint16Array, entries],
    state: [Uint8Array, files],
    folderText: [Uint8Array, counts.folderBytes],
    fileText: [Uint8Array, counts.fileBytes],
    titleText: [Uint8Array, counts.titleBytes],
    nameText: [Uint8Array, counts.nameBytes],
    searchText: [Uint8Array, counts.searchBytes],
  } as const
}

type Layout = ReturnType<typeof layoutOf>
export type Columns = { readonly [K in keyof Layout]: InstanceType<Layout[K][0]> }
export type ColumnName = keyof Columns

/** What `state` says of a file. */
export const FileState = {
  /** Its tags have yet to be read. */
  unread: 0,
  read: 1,
  /** A cue sheet tells its parts, so that it's read again when anything changes beside it. */
  byCue: 2,
  /** A playlist. */
  list: 3,
} as const

const COUNT_NAMES = [
  ...(['folders', 'files', 'entries', 'parts', 'names', 'folderBytes', 'fileBytes'] as const),
  ...(['titleBytes', 'nameBytes', 'searchBytes'] as const),
]
const HEAD_BYTES = COUNT_NAMES.length * 8
/** More than any library that's indexed has: a file that says so is damaged. */
const MOST_BYTES = 2 ** 30

/** Room for that many, with the columns as views of it. */
export function newColumns(counts: Counts): { bytes: SharedArrayBuffer; columns: Columns } {
  const bytes = new SharedArrayBuffer(sizeOf(counts))
  const head = new Float64Array(bytes, 0, COUNT_NAMES.length)
  for (const [at, name] of COUNT_NAMES.entries()) head[at] = counts[name]
  return { bytes, columns: viewsOf(bytes, counts) }
}

/** The columns in bytes that `newColumns` made; null for other bytes. */
export function columnsIn(bytes: SharedArrayBuffer): { counts: Counts; columns: Columns } | null {
  if (bytes.byteLength < HEAD_BYTES) return null
  const head = new Float64Array(bytes, 0, COUNT_NAMES.length)
  const pairs = COUNT_NAMES.map((name, at) => [name, head[at] ?? 0] as const)
  if (pairs.some(([, count]) => !Number.isSafeInteger(count) || count < 0 || count > MOST_BYTES))
    return null
  const counts = Object.fromEntries(pairs) as Record<keyof Counts, number>
  if (sizeOf(counts) !== bytes.byteLength) return null
  return { counts, columns: viewsOf(bytes, counts) }
}

function sizeOf(counts: Counts): number {
  const columns = Object.values(layoutOf(counts))
  return columns.reduce((sum, [type, length]) => sum + type.BYTES_PER_ELEMENT * length, HEAD_BYTES)
}

type ViewOf = new (bytes: SharedArrayBuffer, at: number, length: number) => Columns[ColumnName]

function viewsOf(bytes: SharedArrayBuffer, counts: Counts): Columns {
  let at = HEAD_BYTES
  const views = Object.entries(layoutOf(counts)).map(([name, [type, length]]) => {
    const view = new (type as ViewOf)(bytes, at, length)
    at += view.byteLength
    return [name, view]
  })
  return Object.fromEntries(views) as unknown as Columns
}
