import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { run } from '../subprocess.ts'

/** A program that runs a site's JavaScript for yt-dlp. */
export interface JsRuntime {
  /** As yt-dlp's --js-runtimes calls it. */
  readonly name: 'deno' | 'node' | 'bun'
  readonly path: string
  readonly version: string
}

export interface RuntimePlaces {
  /** The path of yt-dlp, beside which Deno may lie. */
  readonly ytdlp: string
  readonly bunPath: string
  /** A folder in which Deno may lie, too. */
  readonly bundled?: string
  /** In place of this process's PATH. */
  readonly searchPath?: string
}

/** The first supported versions (yt_dlp/utils/_jsruntime.py); yt-dlp calls Bun deprecated. */
const LEAST: Readonly<Record<JsRuntime['name'], readonly [number, number]>> = {
  deno: [2, 3],
  node: [22, 0],
  bun: [1, 2],
}
const LIMITS = { timeMs: 10_000, outputBytes: 64 * 1024 }

/**
 * The first that works of: the Deno that was installed with yt-dlp, the one on the PATH, Node, and the
 * Bun at `bunPath`. Null when there is none.
 */
export async function findJsRuntime(
  { ytdlp, bunPath, bundled, searchPath }: RuntimePlaces,
  signal: AbortSignal,
): Promise<JsRuntime | null> {
  const named = searchPath === undefined ? {} : { PATH: searchPath }
  const beside = await realpath(ytdlp).catch(() => ytdlp)
  const candidates: readonly (readonly [JsRuntime['name'], string | null])[] = [
    ['deno', join(dirname(ytdlp), 'deno')],
    ['deno', join(dirname(beside), 'deno')],
    ['deno', bundled === undefined ? null : join(bundled, 'deno')],
    ['deno', Bun.which('deno', named)],
    ['node', Bun.which('node', named)],
    ['bun', bunPath],
  ]
  for (const [name, path] of candidates) {
    if (path === null || !existsSync(path)) continue
    const version = await versionOf(path, signal)
    if (version !== null && isSupported(name, version)) return { name, path, version }
  }
  return null
}

/** What `--version` prints: "deno 2.9.8 (stable, …)", "v22.1.0", "1.4.5"; null for a program that doesn't run. */
async function versionOf(path: string, signal: AbortSignal): Promise<string | null> {
  const options = { env: { HOME: '/', NO_COLOR: '1' }, cwd: '/', limits: LIMITS, signal }
  const result = await run(path, ['--version'], options).catch(() => null)
  signal.throwIfAborted()
  return /\d+\.\d+\.\d+[\w.+-]*/.exec(result?.stdout.toString('utf8') ?? '')?.[0] ?? null
}

function isSupported(name: JsRuntime['name'], version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor, leastMinor] = LEAST[name]
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}
