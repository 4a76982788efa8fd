/** Prints the shape of `src`: see `USAGE`. It reads imports as the test of the import table does. */
import { posix } from 'node:path'
import { Glob } from 'bun'
import { cycles, importsOf, type SourceTree } from '../../test/support/import-rules.ts'

const USAGE = `usage: script/shape [--imports]

Prints the files and lines of each folder of src, the ten longest files, and import cycles.
--imports also prints which folder imports which, and how often.
`
const LONGEST = 10

const args = process.argv.slice(2)
if (args.includes('--help')) {
  process.stdout.write(USAGE)
  process.exit(0)
}
const odd = args.find((arg) => arg !== '--imports')
if (odd !== undefined) {
  process.stderr.write(`unknown argument ${JSON.stringify(odd)}\n${USAGE}`)
  process.exit(2)
}

const tree = await sources()
const sizes = new Map([...tree].map(([path, text]) => [path, text.split('\n').length - 1]))
print('Folders: files, lines', foldersOf(sizes))
print(
  'Longest files: lines',
  [...sizes]
    .sort((a, b) => b[1] - a[1])
    .slice(0, LONGEST)
    .map(([path, lines]) => [path, lines]),
)
if (args.includes('--imports')) print('Imports between folders: how often', importsBetween(tree))
print(
  'Cycles',
  cycles(tree).map((cycle) => [cycle]),
)

async function sources(): Promise<SourceTree> {
  const files = new Map<string, string>()
  for await (const path of new Glob('src/**/*.ts').scan('.')) {
    files.set(path, await Bun.file(path).text())
  }
  return new Map([...files].sort())
}

function foldersOf(lines: ReadonlyMap<string, number>): (string | number)[][] {
  const folders = Map.groupBy(lines, ([path]) => posix.dirname(path))
  return [...folders].map(([folder, files]) => [
    folder,
    files.length,
    files.reduce((sum, [, count]) => sum + count, 0),
  ])
}

function importsBetween(files: SourceTree): (string | number)[][] {
  const pairs = [...files].flatMap(([path, text]) =>
    importsOf(path, text)
      .flatMap(({ path: target }) => (target === null ? [] : [target]))
      .filter((target) => posix.dirname(target) !== posix.dirname(path))
      .map((target) => `${posix.dirname(path)} → ${posix.dirname(target)}`),
  )
  return [...Map.groupBy(pairs, (pair) => pair)].sort().map(([pair, all]) => [pair, all.length])
}

function print(heading: string, rows: readonly (readonly (string | number)[])[]): void {
  const width = Math.max(0, ...rows.map(([name]) => String(name).length))
  const lines = rows.map(([name, ...rest]) =>
    [String(name).padEnd(width), ...rest.map((value) => String(value).padStart(6))]
      .join(' ')
      .trimEnd(),
  )
  process.stdout.write(`${heading}\n${lines.join('\n') || 'none'}\n\n`)
}
