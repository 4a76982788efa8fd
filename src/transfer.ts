import { type FileHandle, open, stat } from 'node:fs/promises'
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

/** How one row and several rows of a table are called. */
const ROW_NAMES: Readonly<Record<keyof Counts, readonly [one: string, several: string]>> = {
  server_settings: ['server’s settings', 'servers’ settings'],
  settings_change: ['change of settings', 'changes of settings'],
  player: ['player', 'players'],
  queue_entry: ['queue entry', 'queue entries'],
  played_track: ['track that was played', 'tracks that were played'],
  queue_change: ['change of a queue', 'changes of queues'],
  removed_track: ['track of a changed queue', 'tracks of changed queues'],
  set_aside: ['entry set aside', 'entries set aside'],
  rejected_match: ['wrong match', 'wrong matches'],
  history: ['track of the history', 'tracks of the history'],
  playlist: ['playlist', 'playlists'],
  playlist_entry: ['playlist entry', 'playlist entries'],
  playlist_share: ['share of a playlist', 'shares of playlists'],
  api_key: ['API key', 'API keys'],
}

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
    process.stderr.write(`${faultOf(action, file, surplus)}\n\n${USAGE}`)
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

/** What is wrong with the arguments. */
function faultOf(
  action: string | undefined,
  file: string | undefined,
  surplus: readonly string[],
): string {
  if (action !== 'export' && action !== 'import') return 'Segue: say what to do: export or import.'
  if (file === undefined) return 'Segue: name a file.'
  const [extra] = surplus
  if (extra !== undefined) {
    return `Segue: name one file, not ${JSON.stringify(file)} and ${JSON.stringify(extra)}.`
  }
  const option = file.startsWith('--') ? file : action === 'export' ? '--replace' : '--force'
  return `Segue: ${action} doesn’t take ${JSON.stringify(option)}.`
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
  await using handle = await existing(file)
  await using database = await openDatabase()
  const lines = createInterface({ input: handle.createReadStream(), crlfDelay: Infinity })
  return await importAll(database, lines, { replace })
}

/** Looked at before a database is opened, or made. */
async function existing(file: string): Promise<FileHandle> {
  const whyNot = await stat(file).then(
    (found) => (found.isDirectory() ? 'is a folder: name a file in it.' : null),
    () => 'doesn’t exist: check the path.',
  )
  if (whyNot !== null) throw new TransferError(`${file} ${whyNot}`)
  return await open(file).catch((error: unknown) => {
    throw new TransferError(`${file} can’t be read by this user.`, { cause: error })
  })
}

function listOf(counts: Counts): string {
  const tables = Object.keys(ROW_NAMES) as (keyof Counts)[]
  return tables
    .map((table) => `${counts[table]} ${ROW_NAMES[table][counts[table] === 1 ? 0 : 1]}`)
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
