import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endWithUs } from './end-with-us.ts'
import { madeOnce } from './made-once.ts'

const ROOT = join(import.meta.dir, '..', '..')
/** What a run may take beside the time that it is given: its start, and its last requests. */
const GRACE_MS = 60_000

export interface SchemathesisRun {
  /** Where the document is. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** `schemathesis.toml` (https://schemathesis.readthedocs.io/en/stable/reference/configuration/). */
  readonly config: string
  readonly seconds: number
  /** Of the random choices: runs with the same one ask the same. */
  readonly seed: number
  readonly phases: readonly ('examples' | 'coverage' | 'fuzzing')[]
}

/**
 * Asks an API whatever its document allows and forbids, and compares the answers with it. Resolves
 * with its exit code, 0 when all is as the document says, and with what it prints.
 */
export async function runSchemathesis(
  run: SchemathesisRun,
): Promise<{ code: number; out: string }> {
  const python = join(await installed(), 'bin', 'python')
  const folder = await mkdtemp(join(tmpdir(), 'segue-schemathesis-'))
  try {
    const config = join(folder, 'schemathesis.toml')
    await Bun.write(config, run.config)
    const headers = Object.entries(run.headers).flatMap(([name, value]) => [
      ...['--header', `${name}: ${value}`],
    ])
    const words = [
      ...['--config-file', config, 'run', run.url, ...headers, '--continue-on-failure'],
      ...['--max-time', String(run.seconds), '--seed', String(run.seed)],
      ...['--phases', run.phases.join()],
    ]
    const child = Bun.spawn([python, '-m', 'schemathesis.cli', ...words], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: run.seconds * 1000 + GRACE_MS,
    })
    endWithUs(child)
    const out = await child.stdout.text()
    return { code: await child.exited, out }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The folder of an environment that has the program, which is 90 MB and only long tests need. */
async function installed(): Promise<string> {
  const requirements = join(ROOT, 'script', 'requirements-long.txt')
  return await madeOnce('python', await Bun.file(requirements).text(), async (path) => {
    await command(join(ROOT, '.venv', 'bin', 'python'), '-m', 'venv', path)
    const pip = [join(path, 'bin', 'python'), '-m', 'pip', 'install', '--quiet']
    await command(...pip, '--requirement', requirements)
  })
}

async function command(...words: string[]): Promise<void> {
  const child = Bun.spawn(words, { stdio: ['ignore', 'inherit', 'inherit'] })
  endWithUs(child)
  if ((await child.exited) !== 0) throw new Error(`failed: ${words.join(' ')}`)
}
