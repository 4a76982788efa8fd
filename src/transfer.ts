import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { storageFromEnvironment } from './config/env.ts'
import { ConfigError } from './config/parse.ts'
import { DataDir } from './db/data-dir.ts'
import { Database } from './db/database.ts'
import { DatabaseError, DatabaseStartError } from './db/database-error.ts'
import { exportToFile } from './db/export-file.ts'
import { type Counts, importAll, TransferError } from './db/transfer.ts'
import { exportByRunningBot, RunningBotError } from './keys/key-client.ts'

const USAGE = `usage: bun run export [--force] FILE
       bun run import [--replace] FILE

Writes everything that Segue remembers into FILE, or reads it back. It uses the database that
DATABASE_URL names or, without it, the embedded one in DATA_DIR. Use it for backups and to move to
another database. The bot may run during an export; stop it for an import. FILE holds the settings and
players of all servers, the history and the API keys. The bot works out again which process plays where,
and when jobs run.

  --force     export even if FILE exists, which is then replaced
  --replace   import even if the database has data, which is then lost
`

process.exit(await main(process.argv.slice(2)))

/** The exit code: 0 done, 1 it could not be done and nothing was changed, 2 wrong arguments. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) return say(USAGE)
  const [action, ...rest] = args
  const force = rest.includes('--force')
  const replace = rest.includes('--replace')
  const [file, ...surplus] = rest.filter((arg) => arg !== '--replace' && arg !== '--force')
  const isWrong = file === undefined || surplus.length > 0 || file.startsWith('--')
  if (isWrong || (action === 'import' ? force : action !== 'export' || replace)) {
    process.stderr.write(USAGE)
    return 2
  }
  try {
    const counts =
      action === 'export' ? await exportTo(resolve(file), force) : await importFrom(file, replace)
    return say(`${action}ed ${listOf(counts)}\n`)
  } catch (error) {
    process.stderr.write(`Segue: ${reasonOf(error)}\n`)
    return 1
  }
}

/** If a bot is running, the embedded database is open there, so that bot writes the file. */
async function exportTo(file: string, force: boolean): Promise<Counts> {
  const { databaseUrl, dataDir } = storageFromEnvironment()
  if (databaseUrl === null) {
    const counts = await exportByRunningBot(dataDir, file, force)
    if (counts !== null) return counts as Counts
    DataDir.mustHold(dataDir)
  }
  await using database = await openDatabase()
  return await exportToFile(database, file, force)
}

async function openDatabase(): Promise<Database> {
  const { databaseUrl, dataDir } = storageFromEnvironment()
  const tell = (message: string) => process.stderr.write(`Segue: ${message}\n`)
  return await Database.open({ url: databaseUrl, dataDir, log: { info: tell, warn: tell } })
}

async function importFrom(file: string, replace: boolean): Promise<Counts> {
  await using database = await openDatabase()
  await using handle = await open(file)
  const lines = createInterface({ input: handle.createReadStream(), crlfDelay: Infinity })
  return await importAll(database, lines, { replace })
}

function listOf(counts: Counts): string {
  return Object.entries(counts)
    .map(([table, rows]) => `${rows} ${table.replaceAll('_', ' ')}`)
    .join(', ')
}

function reasonOf(error: unknown): string {
  const isSentence =
    error instanceof TransferError ||
    error instanceof RunningBotError ||
    error instanceof DatabaseStartError ||
    error instanceof ConfigError ||
    error instanceof DatabaseError
  if (isSentence) return error.message
  return error instanceof Error ? `it can't be done: ${error.message}` : String(error)
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}
