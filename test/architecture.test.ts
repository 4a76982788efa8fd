import { describe, expect, test } from 'bun:test'
import { Glob } from 'bun'
import {
  barrels,
  cycles,
  forbiddenImports,
  foreignToLocalDiscord,
  importsOf,
  oddNames,
  type SourceTree,
  trespasses,
  unknownNames,
} from './support/import-rules.ts'

const root = `${import.meta.dir}/..`
const project = await readTree(['src/**/*.ts', 'test/**/*.ts'])

describe('the project', () => {
  test('has sources, and the checker sees their imports', () => {
    expect(
      importsOf('src/player/ports.ts', project.get('src/player/ports.ts') ?? ''),
    ).toContainEqual({
      specifier: '../base/ids.ts',
      path: 'src/base/ids.ts',
      typeOnly: true,
      reExport: false,
    })
  })
  test('keeps to the table of who may import whom', () => {
    expect(forbiddenImports(project)).toEqual([])
  })
  test('has all that the table names', () => {
    expect(unknownNames(project)).toEqual([])
  })
  test('has a local Discord that stands alone', () => {
    expect(foreignToLocalDiscord(project)).toEqual([])
  })
  test('leaves discord.js, the addon, the environment and sockets to their one owner', () => {
    expect(trespasses(project)).toEqual([])
  })
  test('has no import cycle, not even through types', () => {
    expect(cycles(project)).toEqual([])
  })
  test('has no barrels', () => {
    expect(barrels(project)).toEqual([])
  })
  test('names its files in kebab-case', () => {
    expect(oddNames(project)).toEqual([])
  })
})

describe('the checker', () => {
  test.each([
    ['a value', "import { x } from '../player/ports.ts'"],
    ['a type', "import type { X } from '../player/ports.ts'"],
    ['an inline type', "import { type X } from '../player/ports.ts'"],
    ['several lines', "import {\n  x,\n  y,\n} from '../player/ports.ts'"],
    ['a side effect', "import '../player/ports.ts'"],
    ['a re-export', "export { x } from '../player/ports.ts'"],
    ['a type expression', "let a: typeof import('../player/ports.ts')"],
    ['a dynamic import', "const a = await import('../player/ports.ts')"],
  ])('finds %s that the table forbids', (_what, text) => {
    expect(forbiddenImports(tree({ 'src/domain/track.ts': text }))).toEqual([
      'src/domain/track.ts imports src/player/ports.ts, which domain may not',
    ])
  })
  test('tells a folder from the rows below it', () => {
    const text = "import { Pacer } from './worker/pacer.ts'"
    expect(forbiddenImports(tree({ 'src/engine/pool.ts': text }))).toHaveLength(1)
  })
  test('lets types pass where only types may', () => {
    const type = "import type { A } from '../../domain/track.ts'"
    const value = "import { a } from '../../domain/track.ts'"
    expect(forbiddenImports(tree({ 'src/engine/protocol/messages.ts': type }))).toEqual([])
    expect(forbiddenImports(tree({ 'src/engine/protocol/messages.ts': value }))).toHaveLength(1)
  })
  test('lets one file of a folder pass where only that file may', () => {
    const ports = "import type { A } from '../player/ports.ts'"
    const inner = "import type { A } from '../player/players.ts'"
    expect(forbiddenImports(tree({ 'src/sources/local.ts': ports }))).toEqual([])
    expect(forbiddenImports(tree({ 'src/sources/local.ts': inner }))).toHaveLength(1)
  })
  test('does not take a comment for an import', () => {
    const text = "// import { x } from '../player/ports.ts'\n/* import '../player/ports.ts' */\n"
    expect(forbiddenImports(tree({ 'src/domain/track.ts': text }))).toEqual([])
  })
  test('knows every folder of src, or says so', () => {
    expect(forbiddenImports(tree({ 'src/helpers/x.ts': '' }))).toHaveLength(1)
  })
  test('finds a name in the table that is no folder', () => {
    const without = [...project].filter(([path]) => !path.startsWith('src/redis/'))
    expect(unknownNames(new Map(without))).toEqual(['the table names redis, which isn’t there'])
  })
  test('finds what the local Discord imports from elsewhere', () => {
    const text = "import { x } from '../support/x.ts'\nimport { y } from './y.ts'\nimport 'bun'"
    expect(foreignToLocalDiscord(tree({ 'test/discord/a.ts': text }))).toEqual([
      'test/discord/a.ts imports test/support/x.ts, which isn’t its own',
    ])
  })
  test.each([
    ["import { Client } from 'discord.js'"],
    ["import type { Track } from '../../native/index.d.ts'"],
    ["import { request } from 'node:https'"],
    ['const home = process.env.HOME'],
    ['const home = Bun.env.HOME'],
    ['await fetch(url)'],
  ])('finds the trespass in `%s`', (text) => {
    expect(trespasses(tree({ 'src/player/player.ts': text }))).toHaveLength(1)
  })
  test('finds a cycle that runs through types', () => {
    const files = {
      'src/a.ts': "import { b } from './b.ts'",
      'src/b.ts': "import type { C } from './c.ts'",
      'src/c.ts': "import type { A } from './a.ts'",
    }
    expect(cycles(tree(files))).toEqual(['src/a.ts → src/b.ts → src/c.ts → src/a.ts'])
  })
  test('finds indexes, star exports and files that only re-export', () => {
    expect(barrels(tree({ 'src/a/index.ts': 'const x = 1' }))).toHaveLength(1)
    expect(barrels(tree({ 'src/a.ts': "export * from './b.ts'\nconst x = 1" }))).toHaveLength(1)
    expect(barrels(tree({ 'src/a.ts': "export { b } from './b.ts'\n" }))).toHaveLength(1)
    expect(barrels(tree({ 'src/a.ts': "import { b } from './b.ts'\nexport const a = b" }))).toEqual(
      [],
    )
  })
  test('finds names in other cases', () => {
    expect(oddNames(tree({ 'src/aB.ts': '', 'src/a_b.ts': '', 'src/a-b.test.ts': '' }))).toEqual([
      'src/aB.ts',
      'src/a_b.ts',
    ])
  })
})

function tree(files: Record<string, string>): SourceTree {
  return new Map(Object.entries(files))
}

async function readTree(patterns: string[]): Promise<SourceTree> {
  const files = new Map<string, string>()
  for (const pattern of patterns)
    for await (const path of new Glob(pattern).scan(root))
      files.set(path, await Bun.file(`${root}/${path}`).text())
  return files
}
