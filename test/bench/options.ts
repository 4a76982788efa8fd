export interface BenchOptions {
  readonly json: string | null
  readonly quick: boolean
}

export const USAGE = `usage: bun run bench [--json FILE] [--quick] [--help]

Measures the bot, as a process of its own, on a local Discord in this one; beside it, in the same run, the bare
loops that do nothing else, and a bare timer. Leave the machine alone meanwhile: about 9 minutes.

  --json FILE   write the rows as JSON too
  --quick       fewer players and plays, about 2 minutes; its figures are rough

Others, each with a figure or two of its own:

  bun test/bench/responses.ts   from /play, and from /skip to a prepared track, to the first frame
  bun test/bench/cards.ts       the memory of 1,000 servers that play, without cards and with them
  bun test/bench/folder.ts      how soon a folder of 5,000 files sounds
  bun test/bench/library.ts     a library of 200,000 files: scan, start, memory, searches`

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
  /** Windows for each number of players, and how long each lasts. */
  readonly windows: number
  readonly windowMs: number
  /** How long each bare loop runs beside each window. */
  readonly bareSeconds: number
  readonly latenessWindowMs: number
}

export function planOf({ quick }: BenchOptions): Plan {
  if (quick)
    return {
      passthroughPlayers: [1, 20],
      transcodingPlayers: [1, 10],
      plays: 8,
      starts: 2,
      windows: 3,
      windowMs: 2000,
      bareSeconds: 0.5,
      latenessWindowMs: 10_000,
    }
  return {
    passthroughPlayers: [1, 100, 300],
    transcodingPlayers: [1, 10, 40],
    plays: 30,
    starts: 5,
    windows: 3,
    windowMs: 5000,
    bareSeconds: 1,
    latenessWindowMs: 30_000,
  }
}
