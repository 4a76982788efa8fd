import { storageFromEnvironment } from './config/env.ts'
import { type Config, ConfigError } from './config/parse.ts'
import { secretsOf } from './config/secrets.ts'
import { DataDir } from './db/data-dir.ts'
import { Database } from './db/database.ts'
import { DatabaseStartError } from './db/database-error.ts'
import { KeyRepo } from './db/key-repo.ts'
import { keysOfRunningBot } from './keys/key-client.ts'
import {
  KEY_USAGE,
  type KeyOrder,
  KeyUsageError,
  keyOrderFrom,
  obeyKeyOrder,
  type Shown,
} from './keys/key-command.ts'
import { createLogger, reasonOf } from './observability/logger.ts'

type Storage = Pick<Config, 'dataDir' | 'databaseUrl'>

process.exit(await main(process.argv.slice(2)))

/** The exit code: 0 done, 1 could not be done, 2 wrong arguments. */
async function main(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args.includes('--help')) {
    process.stdout.write(KEY_USAGE)
    return args.length === 0 ? 2 : 0
  }
  try {
    const { result, remark } = await done(storageFromEnvironment(), keyOrderFrom(args))
    process.stderr.write(remark)
    process.stdout.write(result)
    return 0
  } catch (error) {
    const known =
      error instanceof KeyUsageError ||
      error instanceof ConfigError ||
      error instanceof DatabaseStartError
    process.stderr.write(`${known ? error.message : reasonOf(error).reason}\n`)
    return error instanceof KeyUsageError ? 2 : 1
  }
}

/** If a bot is running, the embedded database is open there, so that bot is asked. */
async function done({ databaseUrl, dataDir }: Storage, order: KeyOrder): Promise<Shown> {
  const running = databaseUrl === null ? await keysOfRunningBot(dataDir) : null
  if (running !== null) return await obeyKeyOrder(running, order, new Date())
  // A new key may be the first thing that is stored; the other commands find nothing in a new
  // database.
  if (databaseUrl === null && order.kind !== 'create') DataDir.mustHold(dataDir)
  const write = (line: string): void => void process.stderr.write(line)
  const secrets = secretsOf({ token: '', databaseUrl, redisUrl: null })
  const log = createLogger({ level: 'warn', pretty: { color: false }, secrets, write })
  await using database = await Database.open({ url: databaseUrl, dataDir, log })
  return await obeyKeyOrder(new KeyRepo(database), order, new Date())
}
