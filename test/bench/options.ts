export interface BenchOptions {
  readonly json: string | null
  readonly quick: boolean
}

export const USAGE = `usage: bun run bench [--json FILE] [--quick] [--help]

Measures the bot, as a process of its own, on a local Discord in this one; beside it, in the same run, the bare
loops that do nothing else, and a bare timer. Leave the machine alone meanwhile: about 8 minutes.

  --json FILE   write the rows as JSON too
  --quick       fewer players and plays, about 2 minutes; its figures are rough`

/** A command line that can't be used; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Parses the arguments; null asks for help. Throws `UsageError`. */
export function parseBenchOptions(args: readonly string[]): BenchOptions | null {
  let json: string | null = null
  let quick = false
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--help' || arg === '-h') return null
    if (arg === '--quick') quick = true
    else if (arg === '--json') json = rest.shift() ?? null
    else throw new UsageError(`unknown argument: ${arg}`)
    if (arg === '--json' && json === null) throw new UsageError('--json needs a file')
  }
  return { json, quick }
}

/** How much is measured: the whole, or enough to see whether something is badly off. */
export interface Plan {
  readonly passthroughPlayers: readonly number[]
  readonly transcodingPlayers: readonly number[]
  readonly plays: number
  readonly starts: number
  readonly windowMs: number
  readonly latenessWindowMs: number
}

export function planOf({ quick }: BenchOptions): Plan {
  if (quick)
    return {
      passthroughPlayers: [1, 20],
      transcodingPlayers: [1, 10],
      plays: 8,
      starts: 2,
      windowMs: 4000,
      latenessWindowMs: 10_000,
    }
  return {
    passthroughPlayers: [1, 100, 300],
    transcodingPlayers: [1, 10, 40],
    plays: 30,
    starts: 5,
    windowMs: 10_000,
    latenessWindowMs: 30_000,
  }
}
