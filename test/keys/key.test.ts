import { describe, expect, test } from 'bun:test'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Database } from '../../src/db/database.ts'
import { KeyRepo } from '../../src/db/key-repo.ts'
import { keysOfRunningBot } from '../../src/keys/key-client.ts'
import { KeyUsageError, keyOrderFrom, obeyKeyOrder } from '../../src/keys/key-command.ts'
import type { Housekeeping, KeyAdmin } from '../../src/keys/key-messages.ts'
import { KeySocket, keySocketPath } from '../../src/keys/key-socket.ts'
import { hashOf, newSecret, sameHash } from '../../src/keys/secret.ts'
import { silentLog } from '../../src/observability/log.ts'
import { temporaryDataDir } from '../support/data-dir.ts'
import { emptyDataDir } from '../support/embedded-database.ts'
import { failureOf } from '../support/failure.ts'
import { runKey } from '../support/key.ts'

const now = new Date('2026-01-02T03:04:05Z')

describe('a secret', () => {
  test('is 256 random bits, found again by its hash', () => {
    const [one, other] = [newSecret(), newSecret()]
    expect(one.text).toMatch(/^segue_[A-Za-z0-9_-]{43}$/)
    expect(one.hash.length).toBe(32)
    expect(hashOf(one.text)).toEqual(one.hash)
    expect(sameHash(one.hash, other.hash)).toBe(false)
    expect(one.text).not.toContain(Buffer.from(one.hash).toString('base64url'))
  })

  test('is nothing else', () => {
    const { text } = newSecret()
    for (const wrong of ['', 'segue_', text.slice(0, -1), `${text}A`, ` ${text}`, text.slice(6)])
      expect(hashOf(wrong)).toBeNull()
  })
})

test('without a database, no key is listed or revoked, and no database is made', async () => {
  await using dir = await emptyDataDir()
  const environment = { DATA_DIR: dir.path }
  for (const words of [['list'], ['revoke', 'abc']]) {
    expect(String(await failureOf(runKey(environment, ...words)))).toContain(
      `there is no database in ${dir.path}`,
    )
  }
  expect(await readdir(dir.path)).toEqual([])
})

describe('the words of “bun run key”', () => {
  test('make sense, or say what is wrong', () => {
    expect(keyOrderFrom(['create'])).toEqual({
      kind: 'create',
      serverId: null,
      scopes: ['read', 'control'],
    })
    expect(keyOrderFrom(['create', '--scopes', 'read', '--server', '123'])).toMatchObject({
      serverId: '123',
      scopes: ['read'],
    })
    expect(keyOrderFrom(['revoke', 'abc'])).toEqual({ kind: 'revoke', id: 'abc' })
    const wrong = [
      [],
      ['make'],
      ['revoke'],
      ['revoke', 'a', 'b'],
      ['list', 'all'],
      ['create', '--server'],
      ['create', '--server', 'my server'],
      ['create', '--scopes', 'read,everything'],
      ['create', '--scopes', ','],
      ['create', '--forever', 'yes'],
    ]
    for (const args of wrong) expect(() => keyOrderFrom(args)).toThrow(KeyUsageError)
    expect(() => keyOrderFrom(['make', 'one'])).toThrow('say what to do: create, list or revoke')
  })
})

test('keys are made, listed and revoked through the socket of a bot that runs', async () => {
  await using dataDir = await temporaryDataDir()
  await using database = await Database.open({ url: null, dataDir: dataDir.path, log: silentLog })
  expect(await keysOfRunningBot(dataDir.path)).toBeNull()
  const repo = new KeyRepo(database)
  const socket = await KeySocket.listen(dataDir.path, housekeeping(repo), silentLog)
  expect((await stat(join(dataDir.path, 'keys'))).mode & 0o777).toBe(0o700)
  const keys = await keysOfRunningBot(dataDir.path)
  if (keys === null) throw new Error('nobody listens')

  const create = keyOrderFrom(['create', '--server', '123', '--scopes', 'read'])
  const { result } = await obeyKeyOrder(keys, create, now)
  const hash = hashOf(result.trim()) ?? new Uint8Array()
  const stored = await repo.findByHash(hash)
  expect(stored).toMatchObject({ serverId: '123', scopes: ['read'], revokedAt: null })
  expect(stored?.createdAt).toEqual(now)

  const id = stored?.id ?? ''
  const list = await obeyKeyOrder(keys, { kind: 'list' }, now)
  expect(list.result).toContain(id)
  expect(list.result).not.toContain(result.trim())

  await obeyKeyOrder(keys, { kind: 'revoke', id }, now)
  expect((await repo.findByHash(hash))?.revokedAt).toEqual(now)
  await expectUsageError(obeyKeyOrder(keys, { kind: 'revoke', id }, now))

  await socket?.[Symbol.asyncDispose]()
  expect(await keysOfRunningBot(dataDir.path)).toBeNull()
})

test('a socket that a killed bot left behind is no obstacle', async () => {
  await using dataDir = await temporaryDataDir()
  await using database = await Database.open({ url: null, dataDir: dataDir.path, log: silentLog })
  const repo = new KeyRepo(database)
  const script = `Bun.listen({ unix: ${JSON.stringify(keySocketPath(dataDir.path))}, socket: { data() {} } }); console.log('up'); setInterval(() => {}, 1000)`
  await (await KeySocket.listen(dataDir.path, housekeeping(repo), silentLog))?.[
    Symbol.asyncDispose
  ]()
  const killed = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe' })
  await killed.stdout.getReader().read()
  killed.kill('SIGKILL')
  await killed.exited
  expect(await keysOfRunningBot(dataDir.path)).toBeNull()
  await using _socket = await KeySocket.listen(dataDir.path, housekeeping(repo), silentLog)
  expect(await (await keysOfRunningBot(dataDir.path))?.list()).toEqual([])
})

test('what is no request is answered, and changes nothing', async () => {
  await using dataDir = await temporaryDataDir()
  await using database = await Database.open({ url: null, dataDir: dataDir.path, log: silentLog })
  await using _socket = await KeySocket.listen(
    dataDir.path,
    housekeeping(new KeyRepo(database)),
    silentLog,
  )
  for (const line of ['nonsense', 'null', '{"kind":"drop"}', '{"kind":"create","key":{}}']) {
    expect(JSON.parse(await said(keySocketPath(dataDir.path), line))).toHaveProperty('error')
  }
  expect(await (await keysOfRunningBot(dataDir.path))?.list()).toEqual([])
})

test('where no socket can be made the bot runs without one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'segue-keys-'))
  await Bun.write(join(folder, 'keys'), 'a file where the folder should be')
  const warnings: string[] = []
  const log = { ...silentLog, warn: (message: string) => void warnings.push(message) }
  const keys = { create: async () => {}, list: async () => [], revoke: async () => false }
  expect(await KeySocket.listen(folder, housekeeping(keys), log)).toBeNull()
  expect(warnings).toEqual([
    'couldn’t open the socket for keys and exports, so stop the bot to make them',
  ])
  await rm(folder, { recursive: true })
})

async function expectUsageError(work: Promise<unknown>): Promise<void> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(KeyUsageError)
}

async function said(unix: string, line: string): Promise<string> {
  const answer = Promise.withResolvers<string>()
  let text = ''
  const socket = await Bun.connect({
    unix,
    socket: {
      data(_, bytes) {
        text += bytes.toString()
      },
      close: () => answer.resolve(text),
    },
  })
  socket.write(`${line}\n`)
  return await answer.promise
}

const housekeeping = (keys: KeyAdmin): Housekeeping => ({ keys, exportTo: async () => ({}) })
