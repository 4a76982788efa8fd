import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

const START_WITHIN_MS = 60_000
const TICK_MS = 25
/** Debian keeps each version's programs below this folder; elsewhere they are on the PATH. */
const DEBIAN_VERSIONS = '/usr/lib/postgresql'
const USER = 'bot'

let shared: Promise<PostgresServer> | null = null

/** One server for all test files of a run; whoever halts or freezes a server starts one of their own. */
export function sharedPostgres(): Promise<PostgresServer> {
  shared ??= PostgresServer.start()
  return shared
}

/**
 * A real PostgreSQL as a plain process on a loopback port, with a folder of its own. It ends and
 * its folder goes when the process that started it ends, however that happens. Where it is not
 * installed, starting it throws: what a test needs and does not find is a failure.
 */
export class PostgresServer implements AsyncDisposable {
  readonly port: number
  readonly #folder: string
  #process: Bun.Subprocess | null = null
  #databases = 0

  private constructor(folder: string, port: number) {
    this.#folder = folder
    this.port = port
  }

  static async start(): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), 'segue-pg-'))
    const server = new PostgresServer(folder, freePort())
    await mkdir(server.#data)
    await chmod(folder, 0o755)
    if (isRoot) await run(['chown', '-R', 'postgres:postgres', folder])
    await run([
      ...asUser,
      program('initdb'),
      ...['-D', server.#data, '-U', USER, '-A', 'trust', '-E', 'UTF8'],
      ...['--locale=C.UTF-8', '--no-sync'],
    ])
    await server.resume()
    endWithThisProcess(folder)
    return server
  }

  /** URL of a new and empty database. */
  async createDatabase(): Promise<string> {
    const name = `segue_${process.pid}_${++this.#databases}`
    const { port } = this
    await run([program('createdb'), '-h', '127.0.0.1', '-p', String(port), '-U', USER, name])
    return `postgres://${USER}@127.0.0.1:${port}/${name}`
  }

  /** Fast shutdown: every session ends, and the port refuses. */
  async halt(): Promise<void> {
    this.#process?.kill('SIGINT')
    await this.#process?.exited
    this.#process = null
  }

  /** Starts it (again) on the same port and folder. */
  async resume(): Promise<void> {
    const settings = ['listen_addresses=127.0.0.1', 'fsync=off', 'synchronous_commit=off']
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

  /** Connections stay and nobody answers, until `unfreeze`. */
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
