import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../src/observability/log.ts'
import { LibraryIndex } from '../../src/sources/library/library-index.ts'
import { LocalFiles } from '../../src/sources/library/local-files.ts'
import { TagReader } from '../../src/sources/tags/tag-reader.ts'
import { threadTime } from '../support/thread-time.ts'
import { writeLibrary } from './library-files.ts'

/**
 * Measures a library of so many files (200,000 unless the argument says otherwise): the first scan, a
 * start with the kept index, what it costs in memory, searches, and how long the event loop stood still,
 * in time that this thread worked: what else the machine does meanwhile isn't the library's.
 * Each start is a process of its own: `bun test/bench/library.ts [files]`.
 */
const QUERIES = ['mimi', 'lola re vi', 'babo ta', 'a', 'mp3', 'nothing called so']
const [first = '200000', folder, file] = process.argv.slice(2)

if (folder === undefined || file === undefined) {
  const home = await mkdtemp(join(tmpdir(), 'segue-bench-library-'))
  try {
    const begun = performance.now()
    await writeLibrary(join(home, 'music'), Number(first))
    console.log(`wrote ${first} files in ${seconds(begun)}`)
    for (const what of ['the first start', 'the next start']) {
      console.log(`\n${what}`)
      const args = [import.meta.filename, first, join(home, 'music'), join(home, 'library.index')]
      Bun.spawnSync([process.execPath, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
    }
  } finally {
    await rm(home, { recursive: true })
  }
} else await measure(folder, file)

async function measure(music: string, kept: string): Promise<never> {
  let [longestMs, worked] = [0, threadTime()]
  setInterval(() => {
    longestMs = Math.max(longestMs, worked())
    worked = threadTime()
  }, 1)
  const peak = { own: 0, scan: 0 }
  setInterval(() => {
    peak.own = Math.max(peak.own, process.memoryUsage.rss() / 1e6)
    peak.scan = Math.max(peak.scan, ofChildren())
  }, 50)
  /** The longest time that the event loop stood still since it was asked last. */
  const stall = () => {
    const ms = longestMs.toFixed(0)
    longestMs = 0
    return `longest stall ${ms} ms`
  }
  // What the process's own start does, like compiling, is neither the library's memory nor its stall.
  await Bun.sleep(300)
  const before = resident()
  stall()
  const begun = performance.now()
  const index = await LibraryIndex.open(music, { log: silentLog, file: kept })
  console.log(
    `open with ${index.catalog.size} tracks: ${(performance.now() - begun).toFixed(0)} ms`,
  )
  await index.settled
  const { size, bytes } = index.catalog
  console.log(
    `during it, at most: ${Math.round(peak.own) - before} MB more, and ${Math.round(peak.scan)} MB of the process that scans`,
  )
  console.log(`scanned to ${size} in ${seconds(begun)}, ${stall()}`)
  console.log(
    `memory: ${resident() - before} MB more; the index has ${megabytes(bytes.byteLength)}`,
  )
  const files = new LocalFiles(index, new TagReader())
  const { signal } = new AbortController()
  for (const query of QUERIES) {
    const asked = performance.now()
    const found = await files.suggest(query, 10, signal)
    const ms = (performance.now() - asked).toFixed(1)
    console.log(`"${query}": ${found.length} in ${ms} ms, ${stall()}`)
  }
  const again = performance.now()
  await index.refresh()
  console.log(`nothing changed: ${seconds(again)}, ${stall()}, ${resident() - before} MB more`)
  process.exit(0)
}

/** Resident memory of the processes that this one has started, in MB (proc(5), "children", "VmRSS" in kB). */
function ofChildren(): number {
  const { pid } = process
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ')
  return children.reduce((sum, child) => {
    try {
      const status = readFileSync(`/proc/${child}/status`, 'latin1')
      return sum + Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1.024e-3
    } catch {
      return sum
    }
  }, 0)
}

function resident(): number {
  for (let times = 0; times < 3; times++) Bun.gc(true)
  return Math.round(process.memoryUsage().rss / 1e6)
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
