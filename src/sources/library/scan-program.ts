/**
 * Program entry, run by the bot as a process of its own and imported by nobody: one scan, after which all
 * that it cost in memory is back. The file that hangs or breaks it is left out of the next one. A request
 * comes on standard input and reports go to standard output; it ends with its input.
 */
import { Catalog } from './catalog.ts'
import { writeCatalog } from './catalog-file.ts'
import { FileState } from './columns.ts'
import { FramedReader, writeFramed } from './framed.ts'
import { tagged } from './known-file.ts'
import { scan } from './scan.ts'
import type { ScanReport, ScanRequest } from './scan-messages.ts'

/** While a large library is read for the first time, what's known so far is kept so often. */
const SAVED_EVERY_MS = 30_000

const reader = new FramedReader((request, bytes) => {
  const before = bytes === null ? null : Catalog.of(bytes)
  void run(request as ScanRequest, before ?? Catalog.empty())
})
process.stdin.on('data', (chunk: Buffer) => reader.push(chunk))
process.stdin.on('end', () => process.exit())

async function run({ root, file, unreadable }: ScanRequest, before: Catalog): Promise<void> {
  const bad = new Set(unreadable)
  let [latest, saved] = [null as Catalog | null, null as Catalog | null]
  let savedAtMs = performance.now()
  const save = async () => {
    if (file === null || latest === null || latest === saved) return
    saved = latest
    savedAtMs = performance.now()
    await writeCatalog(file, root, latest).catch((error: unknown) =>
      report({ kind: 'unsaved', reason: String(error) }),
    )
  }
  const read = await scan(root, before, {
    read: async (path, cues) => {
      const name = path.slice(path.lastIndexOf('/') + 1)
      if (bad.has(path)) return { state: FileState.read, entries: [tagged(name, null)] }
      await report({ kind: 'reading', path })
      // The parsers take some megabytes, and most scans find nothing to read.
      const { readFile } = await import('./read-file.ts')
      return await readFile(path, cues)
    },
    rest: () => report({ kind: 'reading', path: null }),
    publish: async (catalog) => {
      latest = catalog
      await report({ kind: 'catalog' }, catalog.bytes)
      if (performance.now() - savedAtMs > SAVED_EVERY_MS) await save()
    },
  })
  await save()
  await report({ kind: 'done', read })
}

function report(message: ScanReport, bytes: SharedArrayBuffer | null = null): Promise<void> {
  return writeFramed(process.stdout, message, bytes)
}
