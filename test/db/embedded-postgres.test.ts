import { afterAll, describe, expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { guildId } from '../../src/base/ids.ts'
import { EMBEDDED_MAJOR } from '../../src/db/data-dir.ts'
import { Database } from '../../src/db/database.ts'
import { DatabaseError, DatabaseStartError } from '../../src/db/database-error.ts'
import { SettingsRepo } from '../../src/db/settings-repo.ts'
import { defaultSettings } from '../../src/domain/settings.ts'
import { until } from '../discord/until.ts'
import { emptyDataDir, newDataDir, quietLog } from '../support/embedded-database.ts'
import { failureOf } from '../support/failure.ts'
import { smallDisk } from '../support/small-disk.ts'

const folders = new AsyncDisposableStack()
afterAll(() => folders.disposeAsync())

describe('one process', () => {
  test('keeps every other out of its DATA_DIR, asleep or awake, and leaves nothing locked', async () => {
    const { path } = folders.use(await newDataDir())
    const holder = spawn(path)
    expect(await holder.line()).toBe('open')
    const second = spawn(path)
    const sentence = `another Segue (process ${holder.child.pid}) uses ${path}: stop that one first`
    expect(await second.line()).toStartWith(sentence)
    expect(await second.child.exited).toBe(1)
    holder.child.kill('SIGSTOP')
    expect(String(await refusal(path))).toContain(sentence)
    holder.child.kill('SIGKILL')
    await holder.child.exited
    await using database = await open(path)
    expect(String(await refusal(path))).toContain(`process ${process.pid}`)
    await database.ping(AbortSignal.timeout(30_000))
    expect((await readdir(path)).sort()).toEqual(['database', 'database.lock', 'database.pid'])
  }, 20_000)

  test('of four that start at once is let in', async () => {
    const { path } = folders.use(await newDataDir())
    const starters = Array.from({ length: 4 }, () => spawn(path))
    const lines = await Promise.all(starters.map((starter) => starter.line()))
    expect(lines.filter((line) => line === 'open')).toHaveLength(1)
    expect(lines.filter((line) => line.startsWith('another Segue'))).toHaveLength(3)
    for (const { child } of starters) child.kill('SIGKILL')
    await Promise.all(starters.map(({ child }) => child.exited))
  }, 20_000)

  test('is not kept out by what a dead one wrote, although a live process has its number', async () => {
    const { path } = folders.use(await newDataDir())
    await writeFile(join(path, 'database.pid'), `${process.ppid}\n`)
    await using database = await open(path)
    await database.ping(AbortSignal.timeout(30_000))
  })
})

test('what was answered is there after kill -9', async () => {
  const { path } = folders.use(await newDataDir())
  const writer = spawn(path, 100_000)
  expect(await writer.line()).toBe('open')
  let written = 0
  while (written < 50) written = Number(await writer.line())
  writer.child.kill('SIGKILL')
  await writer.child.exited
  await using database = await open(path)
  const settings = new SettingsRepo(database)
  for (let n = 1; n <= written; n++) {
    expect(await settings.load(guildId(String(1_000 + n)))).toMatchObject({ volume: n % 200 })
  }
}, 120_000)

test('the event loop turns while the database computes', async () => {
  const { path } = folders.use(await newDataDir())
  await using database = await open(path)
  let turns = 0
  const timer = setInterval(() => turns++, 5)
  await database.raw((sql) => sql`select pg_sleep(0.5)`)
  clearInterval(timer)
  // Four fifths may be lost to a busy machine; a blocked loop would turn not once.
  expect(turns).toBeGreaterThan(20)
})

test('a database that broke down is restarted with what it held', async () => {
  const { path } = folders.use(await newDataDir())
  const said: string[] = []
  const log = { info: (line: string) => said.push(line), warn: (line: string) => said.push(line) }
  await using database = await Database.open({ url: null, dataDir: path, log })
  const settings = new SettingsRepo(database)
  await settings.save(guildId('1'), { ...defaultSettings, volume: 30 }, 0)
  const wal = join(path, 'database/pg_wal')
  // PostgreSQL panics where it can't begin a new segment of its log.
  await rename(wal, `${wal}-away`)
  await database.raw((sql) => sql`select pg_switch_wal()`)
  expect(
    await failureOf(settings.save(guildId('1'), { ...defaultSettings, volume: 40 }, 0)),
  ).toMatchObject({
    code: 'database-away',
  })
  await rename(`${wal}-away`, wal)
  // A busy machine may take longer to start it than a connection waits.
  const loaded = await onceBack(() => settings.load(guildId('1')))
  expect(loaded).toEqual({ ...defaultSettings, volume: 30 })
  expect(said).toEqual(['the embedded database failed', 'the embedded database is back'])
}, 120_000)

describe('a disk that is full', () => {
  test('is named before a database is made', async () => {
    const { path } = folders.use(await emptyDataDir())
    const sentence = await refusalWith(20, path)
    expect(sentence).toMatch(/^the disk of .* is full: 20 MB are free, and the database needs 100/)
    expect(await readdir(path)).not.toContain('database')
  })
  test('is named before a database is opened, which stays as it is', async () => {
    const { path } = folders.use(await newDataDir())
    const before = await digest(join(path, 'database'))
    expect(await refusalWith(20, path)).toContain('and the database needs 32 MB to start')
    expect(await digest(join(path, 'database'))).toEqual(before)
  }, 20_000)
})

describe('a folder that', () => {
  test('another version of PostgreSQL wrote is refused untouched, with the way out', async () => {
    const { path } = folders.use(await newDataDir())
    await writeFile(join(path, 'database/PG_VERSION'), '17\n')
    const sentence = await refusedUntouched(path)
    expect(sentence).toContain(`written by PostgreSQL 17, and this Segue carries ${EMBEDDED_MAJOR}`)
    expect(sentence).toContain('bun run export FILE')
  })
  test('this version wrote says so', async () => {
    const { path } = folders.use(await newDataDir())
    await using database = await open(path)
    const [row] = await database.raw((sql) => sql`show server_version_num`)
    expect(Math.floor(Number(row?.server_version_num) / 10_000)).toBe(EMBEDDED_MAJOR)
  })
  test('holds something else is refused untouched', async () => {
    const { path } = folders.use(await emptyDataDir())
    await Bun.write(join(path, 'database/letters/mum.txt'), 'dear')
    expect(await refusedUntouched(path)).toContain("isn't a database of Segue")
  })
  test('lost its control file is refused untouched', async () => {
    const { path } = folders.use(await newDataDir())
    await rm(join(path, 'database/global/pg_control'))
    expect(await refusedUntouched(path)).toContain('does not open')
  })
  test('is damaged inside is refused untouched', async () => {
    const { path } = folders.use(await newDataDir())
    await writeFile(join(path, 'database/global/pg_control'), Buffer.alloc(8192, 0xa5))
    expect(await refusedUntouched(path)).toContain('bring an export back')
  }, 20_000)
  test('can not be written to is refused', async () => {
    const failure = await refusal('/proc/segue')
    expect(failure).toBeInstanceOf(DatabaseStartError)
    expect(String(failure)).toContain('set DATA_DIR to one that this user may write to')
  })
})

test('a first start that was cut off begins again', async () => {
  const { path } = folders.use(await emptyDataDir())
  await Bun.write(join(path, 'database.unfinished'), '')
  await Bun.write(join(path, 'database/PG_VERSION'), '')
  await using database = await open(path)
  expect(await new SettingsRepo(database).load(guildId('1'))).toEqual(defaultSettings)
  expect(await readdir(path)).not.toContain('database.unfinished')
  expect((await stat(join(path, 'database'))).mode & 0o777).toBe(0o700)
}, 120_000)

async function onceBack<T>(ask: () => Promise<T>): Promise<T> {
  const answers: T[] = []
  await until(async () => {
    try {
      answers.push(await ask())
    } catch (error) {
      if (!(error instanceof DatabaseError && error.code === 'database-away')) throw error
    }
    return answers.length > 0
  }, 'the database')
  return answers[0] as T
}

async function open(dataDir: string): Promise<Database> {
  return await Database.open({ url: null, dataDir, log: quietLog })
}

async function refusal(dataDir: string): Promise<unknown> {
  return await failureOf(open(dataDir))
}

/** The sentence; throws if the database opened or a byte of its folder changed. */
async function refusedUntouched(dataDir: string): Promise<string> {
  const before = await digest(join(dataDir, 'database'))
  const failure = await refusal(dataDir)
  expect(failure).toBeInstanceOf(DatabaseStartError)
  expect(await digest(join(dataDir, 'database'))).toEqual(before)
  return (failure as Error).message
}

/** What a process says that has a disk with so much room left for its DATA_DIR. */
async function refusalWith(freeMb: number, dataDir: string): Promise<string> {
  const library = folders.use(await emptyDataDir()).path
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/embedded-process.ts`, dataDir], {
    env: { ...process.env, ...smallDisk(library, freeMb) },
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const said = await child.stdout.text()
  expect(await child.exited).toBe(1)
  return said
}

async function digest(folder: string): Promise<Record<string, string>> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const digests: Record<string, string> = {}
  for (const file of files.filter((entry) => entry.isFile())) {
    const path = join(file.parentPath, file.name)
    digests[path] = createHash('sha1')
      .update(await readFile(path))
      .digest('hex')
  }
  return digests
}

function spawn(dataDir: string, writes = 0) {
  const child = Bun.spawn(
    [process.execPath, `${import.meta.dir}/embedded-process.ts`, dataDir, String(writes)],
    { stdout: 'pipe', stderr: 'inherit' },
  )
  const lines = linesOf(child.stdout)
  return { child, line: async () => String((await lines.next()).value) }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of stream) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
