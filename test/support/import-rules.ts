import { posix } from 'node:path'

/** A source tree as text: path from the project's root → content. */
export type SourceTree = ReadonlyMap<string, string>

export interface Import {
  /** As written: './track.ts', 'discord.js'. */
  readonly specifier: string
  /** Path in the tree for a relative specifier, null for a package. */
  readonly path: string | null
  /** Whether the whole statement is `import type` or `export type`. */
  readonly typeOnly: boolean
  readonly reExport: boolean
}

/**
 * Who may import whom, by folder below src/; the longest matching key wins, and a folder may always
 * import itself. A target is a folder, a file without its extension, or 'types of' a folder. What
 * runs in an engine's thread knows of the domain its types alone.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  domain: ['base'],
  config: ['base'],
  observability: ['base'],
  net: ['base'],
  player: ['base', 'domain', 'observability'],
  fleet: ['base', 'domain', 'observability', 'player', 'bus'],
  playlists: ['base', 'domain', 'player', 'observability'],
  sources: ['base', 'domain', 'net', 'cache', 'observability', 'player/ports'],
  'engine/protocol': ['base', 'types of domain'],
  'engine/contract': ['base', 'types of domain'],
  'engine/input': ['base', 'types of domain', 'net', 'engine/contract'],
  'engine/portable': [
    'base',
    'types of domain',
    'observability',
    'engine/contract',
    'engine/input',
  ],
  'engine/native': ['base', 'types of domain', 'engine/contract', 'engine/input'],
  'engine/signalling': ['base', 'types of domain'],
  'engine/sender': ['base', 'engine/native'],
  'engine/voice': [
    'base',
    'types of domain',
    'observability',
    'engine/native',
    'engine/signalling',
    'engine/sender',
  ],
  'engine/worker': [
    'base',
    'types of domain',
    'net',
    'observability',
    'engine/protocol',
    'engine/contract',
    'engine/input',
    'engine/native',
    'engine/portable',
    'engine/voice',
  ],
  engine: [
    'base',
    'domain',
    'observability',
    'player/ports',
    'engine/protocol',
    'engine/signalling',
  ],
  'gateway/words': ['base', 'types of domain', 'domain/schema'],
  'gateway/views': ['base', 'domain', 'scrobbling/ports', 'gateway/words'],
  gateway: [
    ...['base', 'domain', 'player', 'playlists', 'observability'],
    ...['scrobbling/accounts', 'scrobbling/ports', 'gateway/words', 'gateway/views'],
  ],
  scrobbling: [
    ...['base', 'domain', 'observability', 'player/subscriber'],
    ...['sources/service', 'sources/named-host'],
  ],
  keys: ['base', 'domain/policy', 'observability'],
  http: ['base', 'domain/policy', 'domain/schema', 'observability', 'keys'],
  api: ['base', 'domain', 'player', 'fleet', 'http', 'observability'],
  jobs: ['base', 'domain', 'player', 'observability'],
  db: [
    'base',
    'domain',
    'player/ports',
    'playlists/ports',
    'gateway/ports',
    'keys/ports',
    'jobs/ports',
    'scrobbling/ports',
  ],
  redis: ['base'],
  bus: ['base', 'redis'],
  cache: ['base', 'redis'],
}

/** The local Discord is a package of its own: it imports nothing else of the project. */
const LOCAL_DISCORD = 'test/discord/'

/** Packages and built-in modules that one part alone may use, so that what they do has one place. */
const ONE_OWNER: readonly { readonly module: RegExp; readonly owners: readonly string[] }[] = [
  { module: /^(discord\.js|@discordjs\/(rest|ws|core|builders))(\/|$)/, owners: ['src/gateway/'] },
  { module: /^@discordjs\/voice$/, owners: ['src/engine/voice/', 'src/engine/sender/'] },
  { module: /^@snazzah\/davey$/, owners: ['src/engine/voice/'] },
  { module: /^(elysia|@elysiajs\/.*)$/, owners: ['src/http/'] },
  {
    module: /^@sinclair\/typebox(\/|$)/,
    owners: ['src/domain/schema/', 'src/fleet/', 'src/http/', 'src/api/'],
  },
  { module: /^play-dl$/, owners: ['src/sources/play-dl/program.ts'] },
  { module: /^ioredis$/, owners: ['src/redis/'] },
  { module: /^pg-boss$/, owners: ['src/jobs/'] },
  { module: /^(drizzle-orm|postgres|@electric-sql\/pglite)(\/|$)/, owners: ['src/db/'] },
  { module: /^(node:)?(http|https|http2|net|tls)$/, owners: ['src/net/'] },
]

const IMPORT_STATEMENT =
  /^[ \t]*(import|export)\b(?:[ \t]+(type)\b(?![ \t]*(?:,|from\b)))?(?:[^'"`;]*?\bfrom)?\s*['"]([^'"\n]+)['"]/gm
const IMPORT_EXPRESSION = /\b(?:import|require)\(\s*['"]([^'"\n]+)['"]/g

/** Everything that a file imports, types and `import()` included: read from its text, as transpilers drop types. */
export function importsOf(path: string, text: string): Import[] {
  const found: Import[] = []
  const code = withoutComments(text)
  for (const [, keyword, type, specifier] of code.matchAll(IMPORT_STATEMENT)) {
    if (specifier === undefined) continue
    const reExport = keyword === 'export'
    found.push({ specifier, path: resolve(path, specifier), typeOnly: type === 'type', reExport })
  }
  for (const match of code.matchAll(IMPORT_EXPRESSION)) {
    const specifier = match[1] ?? ''
    const typeOnly = /typeof\s+$/.test(code.slice(0, match.index))
    found.push({ specifier, path: resolve(path, specifier), typeOnly, reExport: false })
  }
  return found
}

/** Imports that the table of folders forbids, as sentences. */
export function forbiddenImports(tree: SourceTree): string[] {
  const faults: string[] = []
  for (const [path, text] of tree) {
    // What builds a program from its parts may import everything.
    if (!path.startsWith('src/') || isComposition(path)) continue
    const key = tableKey(path)
    if (key === null) {
      faults.push(`${path} lies in a folder that the table does not know`)
      continue
    }
    for (const imported of importsOf(path, text)) {
      if (imported.path !== null && !isAllowed(key, imported.path, imported.typeOnly))
        faults.push(`${path} imports ${imported.path}, which ${key} may not`)
    }
  }
  return faults
}

/** Rows and entries of the table that name nothing in the project, as sentences. */
export function unknownNames(tree: SourceTree): string[] {
  const names = Object.entries(MAY_IMPORT).flatMap(([key, entries]) => [key, ...entries])
  const folders = new Set(names.map((name) => name.replace(/^types of /, '')))
  const paths = [...tree.keys()].map((path) => path.replace(/^src\//, '').replace(/\.ts$/, ''))
  return [...folders]
    .filter((folder) => !paths.some((path) => isWithin(path, folder)))
    .map((folder) => `the table names ${folder}, which isn’t there`)
}

/** What the local Discord imports from outside its folder, as sentences. */
export function foreignToLocalDiscord(tree: SourceTree): string[] {
  return [...tree]
    .filter(([path]) => path.startsWith(LOCAL_DISCORD))
    .flatMap(([path, text]) => importsOf(path, text).map((imported) => ({ path, imported })))
    .filter(({ imported }) => imported.path !== null && !imported.path.startsWith(LOCAL_DISCORD))
    .map(({ path, imported }) => `${path} imports ${imported.path}, which isn’t its own`)
}

/** Uses of what belongs to one part alone, as sentences. */
export function trespasses(tree: SourceTree): string[] {
  const faults: string[] = []
  for (const [path, text] of tree) {
    if (!path.startsWith('src/')) continue
    for (const { specifier, path: target } of importsOf(path, text)) {
      for (const { module, owners } of ONE_OWNER)
        if (module.test(specifier) && !owners.some((owner) => path.startsWith(owner)))
          faults.push(`${path} imports ${specifier}, which only ${owners.join(' and ')} may`)
      if (target?.startsWith('native/') && path !== 'src/engine/native/addon.ts')
        faults.push(`${path} imports ${target}, which only src/engine/native/addon.ts may`)
    }
    const code = withoutComments(text)
    if (/\b(process|Bun|import\.meta)\.env\b/.test(code) && path !== 'src/config/env.ts')
      faults.push(`${path} reads the environment, which only src/config/env.ts may`)
    if (/(?<![.\w])fetch\(/.test(code) && !path.startsWith('src/net/'))
      faults.push(`${path} calls fetch, which only src/net/ may`)
  }
  return faults
}

/** Import cycles, types included: each as 'a.ts → b.ts → a.ts'. */
export function cycles(tree: SourceTree): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const found: string[] = []
  const visit = (path: string, trail: string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      return
    }
    state.set(path, 'open')
    for (const { path: next } of importsOf(path, tree.get(path) ?? ''))
      if (next !== null && tree.has(next)) visit(next, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of tree.keys()) visit(path, [])
  return found
}

/** Files that hand on what other files declare instead of declaring something. */
export function barrels(tree: SourceTree): string[] {
  const faults: string[] = []
  for (const [path, text] of tree) {
    if (posix.basename(path) === 'index.ts') faults.push(`${path} is an index`)
    const code = withoutComments(text)
    if (/^\s*export\s*\*/m.test(code)) faults.push(`${path} re-exports everything of a file`)
    const rest = code.replace(/^\s*(import|export)\b[^'"`;=()]*?\bfrom\s*['"][^'"]+['"];?/gm, '')
    const handsOn = importsOf(path, text).some((one) => one.reExport)
    if (handsOn && rest.trim() === '') faults.push(`${path} only re-exports`)
  }
  return faults
}

/** Files whose names are not kebab-case. */
export function oddNames(tree: SourceTree): string[] {
  return [...tree.keys()].filter(
    (path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|long|d))?\.ts$/.test(posix.basename(path)),
  )
}

/** A program's entry, or how one of its roles is put together. */
const isComposition = (path: string): boolean => ['src', 'src/roles'].includes(posix.dirname(path))

function tableKey(path: string): string | null {
  const inside = path.replace(/^src\//, '').replace(/\.ts$/, '')
  const keys = Object.keys(MAY_IMPORT).filter((key) => isWithin(inside, key))
  return keys.sort((a, b) => b.length - a.length)[0] ?? null
}

function isAllowed(key: string, target: string, typeOnly: boolean): boolean {
  const inside = target.replace(/^src\//, '').replace(/\.ts$/, '')
  if (!target.startsWith('src/')) return true
  if (tableKey(target) === key) return true
  return (MAY_IMPORT[key] ?? []).some((entry) => {
    const folder = entry.replace(/^types of /, '')
    if (entry !== folder && !typeOnly) return false
    // 'engine' names the folder itself; what lies in its own rows of the table must be named apart.
    return isWithin(inside, folder) && (tableKey(target) ?? '').length <= folder.length
  })
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

function resolve(from: string, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : null
}

/** Drops whole-line and block comments; what follows code on its line stays, as it can't start a statement. */
function withoutComments(text: string): string {
  return text.replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, '').replace(/^[ \t]*\/\/.*$/gm, '')
}
