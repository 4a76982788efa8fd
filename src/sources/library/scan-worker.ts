import { parentPort } from 'node:worker_threads'
import { Catalog } from './catalog.ts'
import { writeCatalog } from './catalog-file.ts'
import { FileState } from './columns.ts'
import { tagged } from './known-file.ts'
import { scan } from './scan.ts'
import type { ScanReport, ScanRequest } from './scan-messages.ts'

/** While a large library is read for the first time, what's known so far is kept so often. */
const SAVED_EVERY_MS = 30_000

/** Thread entry: one scan. The file that hangs or breaks it is left out of the next one. */
parentPort?.once('message', (request: ScanRequest) => void run(request))

async function run({ root, file, before, unreadable }: ScanRequest): Promise<void> {
  const bad = new Set(unreadable)
  let [latest, saved] = [null as Catalog | null, null as Catalog | null]
  let savedAtMs = performance.now()
  const save = async () => {
    if (file === null || latest === null || latest === saved) return
    saved = latest
    savedAtMs = performance.now()
    await writeCatalog(file, root, latest).catch((error: unknown) => {
      report({ kind: 'unsaved', reason: String(error) })
    })
  }
  const read = await scan(root, Catalog.of(before) ?? Catalog.empty(), {
    read: async (path, cues) => {
      const name = path.slice(path.lastIndexOf('/') + 1)
      if (bad.has(path)) return { state: FileState.read, entries: [tagged(name, null)] }
      report({ kind: 'reading', path })
      // The parsers take some megabytes, and most scans find nothing to read.
      const { readFile } = await import('./read-file.ts')
      return await readFile(path, cues)
    },
    publish: async (catalog) => {
      latest = catalog
      report({ kind: 'catalog', bytes: catalog.bytes })
      if (performance.now() - savedAtMs > SAVED_EVERY_MS) await save()
    },
  })
  await save()
  report({ kind: 'done', read })
}

function report(message: ScanReport): void {
  parentPort?.postMessage(message)
}
