import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { storageFromEnvironment } from './config/env.ts'
import { ConfigError } from './config/parse.ts'
import { DataDir } from './db/data-dir.ts'
import { Database } from './db/database.ts'
import { DatabaseError, DatabaseStartError } from './db/database-error.ts'
import { type Counts, exportAll, importAll, TransferError } from './db/transfer.ts'

const USAGE = `usage: bun run export FILE
       bun run import [--replace] FILE

Writes everything that Segue remembers into FILE, or reads it back. It uses the database that
DATABASE_URL names or, without it, the embedded one in DATA_DIR. Use it for backups and to move to
another database. Stop the bot first. FILE holds the settings and players of all servers, the history
and the API keys. The bot works out again which process plays where, and when jobs run.

  --replace   import even if the database has data, which is then lost
`

process.exit(await main(process.argv.slice(2)))

/** The exit code: 0 done, 1 it could not be done and nothing was changed, 2 wrong arguments. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) return say(USAGE)
  const [action, ...rest] = args
  const replace = rest.includes('--replace')
  const [file, ...surplus] = rest.filter((arg) => arg !== '--replace')
  const isWrong = file === undefined || surplus.length > 0 || file.startsWith('--')
  if (isWrong || (action !== 'import' && (action !== 'export' || replace))) {
    process.stderr.write(USAGE)
    return 2
  }
  try {
    await using database = await openDatabase(action)
    const counts =
      action === 'export'
        ? await exportTo(database, file)
        : await importFrom(database, file, replace)
    return say(`${action}ed ${listOf(counts)}\n`)
  } catch (error) {
    process.stderr.write(`Segue: ${reasonOf(error)}\n`)
    return 1
  }
}

async function openDatabase(action: 'export' | 'import'): Promise<Database> {
  const { databaseUrl, dataDir } = storageFromEnvironment()
  if (databaseUrl === null && action === 'export') DataDir.mustHold(dataDir)
  const tell = (message: string) => process.stderr.write(`Segue: ${message}\n`)
  return await Database.open({ url: databaseUrl, dataDir, log: { info: tell, warn: tell } })
}

/** The file appears when it is whole. It holds hashes of keys, so it is for its owner's eyes. */
async function exportTo(database: Database, file: string): Promise<Counts> {
  const unfinished = `${file}.unfinished`
  try {
    const handle = await open(unfinished, 'w', 0o600)
    const stream = createWriteStream(unfinished, { fd: handle.fd, autoClose: false })
    try {
      const counts = await exportAll(database, async (text) => {
        if (!stream.write(text)) await once(stream, 'drain')
      })
      stream.end()
      await once(stream, 'finish')
      await handle.sync()
      await rename(unfinished, file)
      return counts
    } finally {
      await handle.close()
    }
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

async function importFrom(database: Database, file: string, replace: boolean): Promise<Counts> {
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
