import { storageFromEnvironment } from './config/env.ts'
import { ConfigError } from './config/parse.ts'
import { DataDir } from './db/data-dir.ts'
import { Database } from './db/database.ts'
import { DatabaseError, DatabaseStartError } from './db/database-error.ts'
import { SetAsideRepo } from './db/set-aside-repo.ts'
import { refuseRunning, TransferError } from './db/transfer.ts'

const USAGE = `usage: bun run set-aside list
       bun run set-aside restore ID… | --all
       bun run set-aside drop ID…

What Segue can't read of a stored queue or player, because a newer version wrote it or it is damaged,
is left out when the bot starts, and set aside. The log says so. This command shows such entries,
brings them back, or deletes them for good. Stop the bot first.

A track goes to the end of its server's queue. What this version still can't read stays set aside.

Exit code 0: done. 1: not everything could be done. 2: wrong arguments.
`

const NO_ID = 'that isn’t an ID; “list” shows them'
const NO_ENTRY = 'there is no such entry'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

process.exit(await main(process.argv.slice(2)))

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) return say(USAGE)
  const [action, ...ids] = args
  const isRight =
    (action === 'list' && ids.length === 0) ||
    ((action === 'restore' || action === 'drop') && ids.length > 0)
  if (!isRight || (action === 'drop' && ids.includes('--all'))) {
    process.stderr.write(`Segue: ${faultOf(action)}\n\n${USAGE}`)
    return 2
  }
  try {
    await using database = await openDatabase()
    const entries = new SetAsideRepo(database)
    if (action === 'list') return await list(entries)
    return action === 'restore' ? await restore(entries, ids) : await drop(entries, ids)
  } catch (error) {
    const isSentence =
      error instanceof ConfigError ||
      error instanceof DatabaseStartError ||
      error instanceof DatabaseError ||
      error instanceof TransferError
    process.stderr.write(`Segue: ${isSentence ? error.message : `it can't be done: ${error}`}\n`)
    return 1
  }
}

/** What is wrong with the arguments. */
function faultOf(action: string | undefined): string {
  if (action === 'list') return '“list” takes nothing more.'
  if (action === 'restore') return 'say which entries: their IDs, or --all.'
  return action === 'drop'
    ? 'say which entries, by their IDs.'
    : 'say what to do: list, restore or drop.'
}

async function openDatabase(): Promise<Database> {
  const { databaseUrl, dataDir } = storageFromEnvironment()
  if (databaseUrl === null) DataDir.mustHold(dataDir)
  const tell = (message: string) => process.stderr.write(`Segue: ${message}\n`)
  const database = await Database.open({
    ...{ url: databaseUrl, dataDir },
    log: { info: tell, warn: tell },
  })
  try {
    await refuseRunning(database)
    return database
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
}

async function list(entries: SetAsideRepo): Promise<number> {
  let count = 0
  for await (const { id, guildId, kind, title, reason, setAsideAt } of entries.all()) {
    const what = title === null ? kind : `${kind} ${JSON.stringify(title)}`
    say(`${id}  ${setAsideAt.toISOString()}  server ${guildId}  ${what}: ${reason}\n`)
    count += 1
  }
  return count === 0 ? say('nothing is set aside\n') : 0
}

async function restore(entries: SetAsideRepo, ids: readonly string[]): Promise<number> {
  let code = 0
  for (const id of ids.includes('--all') ? await entries.ids() : ids) {
    const restored = UUID.test(id) ? await entries.restore(id).catch(refusedEntry) : { not: NO_ID }
    if (restored !== 'restored') code = 1
    say(`${id}  ${restored === 'restored' ? 'restored' : `not restored: ${restored.not}`}\n`)
  }
  return code
}

/** If the tables refuse one entry, the others still come back. */
function refusedEntry(error: unknown): { readonly not: string } {
  if (error instanceof DatabaseError && !error.temporary) return { not: error.message }
  throw error
}

async function drop(entries: SetAsideRepo, ids: readonly string[]): Promise<number> {
  const dropped = await entries.drop(ids.filter((id) => UUID.test(id)))
  let code = 0
  for (const id of ids) {
    const isDropped = dropped.includes(id.toLowerCase())
    if (!isDropped) code = 1
    const why = UUID.test(id) ? NO_ENTRY : NO_ID
    say(`${id}  ${isDropped ? 'dropped' : `not dropped: ${why}`}\n`)
  }
  return code
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}
