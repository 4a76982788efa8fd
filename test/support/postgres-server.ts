import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { madeOnce } from './made-once.ts'

const START_WITHIN_MS = 60_000
const TICK_MS = 25
const CONNECTIONS = 400
/** Debian keeps each version's programs below this folder; elsewhere they are on the PATH. */
const DEBIAN_VERSIONS = '/usr/lib/postgresql'
const USER = 'bot'
/** The database that `createStarted` copies. */
const STARTED = 'segue_started'

/** Names the server of a whole run to the processes of its tests: see `with-postgres.ts`. */
export const SHARED_POSTGRES = 'TEST_POSTGRES'
/** A server that was started less than this ago counts as one that was away (`GRACE_MS` of the leases). */
const SETTLED_MS = 15_500

/** A server from which tests take databases. A test that halts or freezes a server starts its own. */
export interface Postgres {
  /** URL of a new and empty database. */
  createDatabase(): Promise<string>
  /**
   * URL of a new database as a bot's first start leaves it, where the run has one to copy (see
   * `with-postgres.ts`), or of an empty one: a first start makes a hundred tables and indexes.
   */
  createStarted(): Promise<string>
  /** Resolves when no bot takes the server for one that was away a moment ago. */
  settled(): Promise<void>
}

let shared: Promise<Postgres> | null = null

/** One server for all tests of a run, or, if the run started none, for the tests of this process. */
export function sharedPostgres(): Promise<Postgres> {
  shared ??= runningPostgres() ?? PostgresServer.start()
  return shared
}

function runningPostgres(): Promise<Postgres> | null {
  const [port, startedAtMs] = (process.env[SHARED_POSTGRES] ?? '').split(' ').map(Number)
  if (!port || !startedAtMs) return null
  return Promise.resolve({
    createDatabase: () => createDatabase(port),
    createStarted: () => createDatabase(port, STARTED),
    settled: () => settled(startedAtMs),
  })
}

/**
 * A real PostgreSQL as a plain process on a loopback port, with a folder of its own. It ends and
 * its folder goes when the process that started it ends, however that happens. Where it is not
 * installed, starting it throws: what a test needs and does not find is a failure.
 */
export class PostgresServer implements Postgres, AsyncDisposable {
  readonly port: number
  readonly #folder: string
  #process: Bun.Subprocess | null = null
  #startedAtMs = 0

  private constructor(folder: string, port: number) {
    this.#folder = folder
    this.port = port
  }

  static async start(): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), 'segue-pg-'))
    const server = new PostgresServer(folder, freePort())
    await chmod(folder, 0o755)
    await run(['cp', '-a', await newCluster(), server.#data])
    await server.resume()
    endWithThisProcess(folder)
    return server
  }

  /** For `SHARED_POSTGRES`. */
  get shared(): string {
    return `${this.port} ${this.#startedAtMs}`
  }

  createDatabase(): Promise<string> {
    return createDatabase(this.port)
  }

  createStarted(): Promise<string> {
    return this.createDatabase()
  }

  /** URL of the database, empty as yet, that the run's tests copy with `createStarted`. */
  createOriginal(): Promise<string> {
    return namedDatabase(this.port, STARTED)
  }

  settled(): Promise<void> {
    return settled(this.#startedAtMs)
  }

  /** Fast shutdown: every session ends, and the port refuses. */
  async halt(): Promise<void> {
    this.#process?.kill('SIGINT')
    await this.#process?.exited
    this.#process = null
  }

  /** Starts it (again) on the same port and folder. */
  async resume(): Promise<void> {
    this.#startedAtMs = Date.now()
    const settings = ['listen_addresses=127.0.0.1', 'fsync=off', 'synchronous_commit=off']
    // Many bots at once, each with a handful.
    settings.push(`max_connections=${CONNECTIONS}`)
    this.#process = Bun.spawn(
      [
        ...asUser,
        program('postgres'),
        ...['-D', this.#data, '-p', String(this.port), '-k', this.#data],
        ...[...settings, 'full_page_writes=off'].flatMap((setting) => ['-c', setting]),
      ],
      { stdout: 'ignore', stderr: 'ignore', cwd: '/', env: {} },
    )
    await this.#ready()
  }

  /** Connections stay, but the server doesn't answer, until `unfreeze`. */
  freeze(): void {
    this.#signalAll('SIGSTOP')
  }

  unfreeze(): void {
    this.#signalAll('SIGCONT')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.unfreeze()
    await this.halt()
    await rm(this.#folder, { recursive: true, force: true })
  }

  get #data(): string {
    return join(this.#folder, 'data')
  }

  async #ready(): Promise<void> {
    const deadline = Date.now() + START_WITHIN_MS
    const ask = [program('pg_isready'), '-q', '-h', '127.0.0.1', '-p', String(this.port)]
    while ((await Bun.spawn(ask, { cwd: '/' }).exited) !== 0) {
      if (this.#process?.exitCode !== null) throw new Error('PostgreSQL ended while it started')
      if (Date.now() > deadline) throw new Error('PostgreSQL did not start in time')
      await Bun.sleep(TICK_MS)
    }
  }

  #signalAll(signal: NodeJS.Signals): void {
    const parent = this.#process?.pid
    if (parent === undefined) return
    const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
    for (const pid of [parent, ...children.trim().split(/\s+/).filter(Boolean).map(Number)]) {
      try {
        process.kill(pid, signal)
      } catch {
        // A session that has ended meanwhile.
      }
    }
  }
}

const isRoot = process.getuid?.() === 0
/** PostgreSQL refuses to run as root. */
const asUser = isRoot
  ? ['setpriv', '--reuid', 'postgres', '--regid', 'postgres', '--init-groups']
  : []

/** An empty data folder, with its owner; made once, for it takes a second. Copied, and never used itself. */
function newCluster(): Promise<string> {
  const initdb = program('initdb')
  return madeOnce(
    'postgres',
    `${initdb} ${statSync(initdb).mtimeMs} ${process.getuid?.()}`,
    async (path) => {
      const folder = await mkdtemp(join(tmpdir(), 'segue-initdb-'))
      if (isRoot) await run(['chown', 'postgres:postgres', folder])
      const cluster = ['-D', join(folder, 'data'), '-U', USER, '-A', 'trust', '-E', 'UTF8']
      await run([...asUser, initdb, ...cluster, '--locale=C.UTF-8', '--no-sync', '--wal-segsize=1'])
      await run(['cp', '-a', join(folder, 'data'), path])
      await rm(folder, { recursive: true })
    },
  )
}

/** A database with a name of its own: empty, or a copy of that one. */
function createDatabase(port: number, original?: string): Promise<string> {
  return namedDatabase(port, `segue_${crypto.randomUUID().replaceAll('-', '')}`, original)
}

async function namedDatabase(port: number, name: string, original?: string): Promise<string> {
  const copied = original === undefined ? [] : ['--template', original]
  const server = ['-h', '127.0.0.1', '-p', String(port), '-U', USER]
  await run([program('createdb'), ...server, ...copied, name])
  return `postgres://${USER}@127.0.0.1:${port}/${name}`
}

async function settled(startedAtMs: number): Promise<void> {
  await Bun.sleep(startedAtMs + SETTLED_MS - Date.now())
}

/** A shell that waits for the end of its input, which is the end of this process. */
function endWithThisProcess(folder: string): void {
  const script = `
    cat >/dev/null
    pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && {
      kill -CONT "$pid"; kill -INT "$pid"
      for _ in $(seq 100); do [ -e "$1/data/postmaster.pid" ] || break; sleep 0.05; done
    }
    rm -rf "$1"`
  const child = Bun.spawn(['setsid', 'sh', '-c', script, 'sh', folder], {
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
  })
  child.unref()
}

function program(name: string): string {
  const versions = existsSync(DEBIAN_VERSIONS) ? readdirSync(DEBIAN_VERSIONS) : []
  const debian = versions.map((version) => join(DEBIAN_VERSIONS, version, 'bin', name))
  const found = debian.filter(existsSync).sort().at(-1) ?? Bun.which(name)
  if (found === null) {
    throw new Error(`${name} is not installed: script/bootstrap --test installs PostgreSQL`)
  }
  return found
}

async function run(command: readonly string[]): Promise<void> {
  const child = Bun.spawn([...command], { stdout: 'pipe', stderr: 'pipe', cwd: '/' })
  const [code, said] = await Promise.all([child.exited, new Response(child.stderr).text()])
  if (code !== 0) throw new Error(`${command[0]} … ended with ${code}: ${said.trim()}`)
}
