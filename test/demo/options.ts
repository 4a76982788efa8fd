import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** A command that is typed when the music has played for `atSeconds`. */
export interface Cue {
  readonly atSeconds: number
  readonly line: string
}

export interface DemoOptions {
  /** Paths, URLs and texts for /play, in order; empty: the tune of the house. */
  readonly queries: readonly string[]
  readonly forSeconds: number | null
  readonly record: string | null
  readonly report: string | null
  readonly cues: readonly Cue[]
  readonly players: number
  /** Whether commands are typed at a prompt. */
  readonly prompt: boolean
}

/** A command line that can't be used; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Parses the arguments; null asks for help. Throws `UsageError`. */
export function parseDemoOptions(args: readonly string[]): DemoOptions | null {
  const queries: string[] = []
  const cues: Cue[] = []
  let forSeconds: number | null = null
  let record: string | null = null
  let report: string | null = null
  let players = 1
  const rest = [...args]
  const value = (name: string): string => {
    const next = rest.shift()
    if (next === undefined) throw new UsageError(`${name} needs a value`)
    return next
  }
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--help' || arg === '-h') return null
    if (arg === '--for') forSeconds = inRange(arg, value(arg), 2, 86_400)
    else if (arg === '--record') record = writable(arg, value(arg))
    else if (arg === '--report') report = writable(arg, value(arg))
    else if (arg === '--players') players = whole(arg, inRange(arg, value(arg), 1, 200))
    else if (arg === '--do') cues.push(parseCue(value(arg)))
    else if (arg === '--') queries.push(...rest.splice(0))
    else if (arg.startsWith('--')) throw new UsageError(`unknown option: ${arg}`)
    else queries.push(arg)
  }
  cues.sort((a, b) => a.atSeconds - b.atSeconds)
  return { queries, forSeconds, record, report, cues, players, prompt: args.length === 0 }
}

/** Whether a query names a file that is there. */
export function isFile(query: string): boolean {
  return existsSync(query) && statSync(query).isFile()
}

function parseCue(text: string): Cue {
  const match = /^\s*(\d+(?:\.\d+)?)\s+(\/\S.*)$/.exec(text)
  if (match === null) throw new UsageError(`--do takes 'SECONDS /command …', not '${text}'`)
  return { atSeconds: Number(match[1]), line: match[2] ?? '' }
}

function inRange(name: string, text: string, least: number, most: number): number {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw new UsageError(`${name} takes a number from ${least} to ${most}, not '${text}'`)
}

function whole(name: string, number: number): number {
  if (Number.isInteger(number)) return number
  throw new UsageError(`${name} takes a whole number, not '${number}'`)
}

/** Fails early: a recording that can't be written is no use at the end. */
function writable(name: string, path: string): string {
  const folder = dirname(path)
  if (!existsSync(folder)) throw new UsageError(`${name}: the folder ${folder} does not exist`)
  if (existsSync(path) && !statSync(path).isFile())
    throw new UsageError(`${name}: ${path} is no file`)
  try {
    accessSync(existsSync(path) ? path : folder, constants.W_OK)
  } catch {
    throw new UsageError(`${name}: ${path} can't be written`)
  }
  return path
}
