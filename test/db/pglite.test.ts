import { expect, test } from 'bun:test'
import { fsyncSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { protocol } from '@electric-sql/pglite'
import { openPglite } from '../../src/db/pglite.ts'
import { newDataDir } from '../support/embedded-database.ts'

test('every byte of the log is on the disk before a change is answered', async () => {
  await using dir = await newDataDir()
  const folder = join(dir.path, 'database')
  const flushed = new Map<string, Buffer>()
  const database = await openPglite(folder, {
    onLine: () => true,
    flush(fd) {
      fsyncSync(fd)
      const path = readlinkSync(`/proc/self/fd/${fd}`)
      if (path.startsWith(logOf(folder)) && !path.endsWith('pg_wal')) {
        flushed.set(path, readFileSync(path))
      }
    },
  })
  await database.exec('create table note (text text)')
  for (let n = 0; n < 5; n++) {
    flushed.clear()
    await database.exec(`insert into note values ('${'la'.repeat(1_000)}')`)
    expect([...flushed.keys()]).not.toEqual([])
    for (const [path, bytes] of flushed) expect(bytes.equals(readFileSync(path))).toBe(true)
  }
  await database.close()
})

test('a disk that fails to flush is told as a failure, never as success', async () => {
  await using dir = await newDataDir()
  const said: string[] = []
  let works = true
  const database = await openPglite(join(dir.path, 'database'), {
    onLine: (line) => said.push(line) > 0,
    flush() {
      if (!works) throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' })
    },
  })
  await database.exec('create table note (text text)')
  works = false
  const insert = protocol.serialize.query("insert into note values ('la')")
  const answered: string[] = []
  await database.execProtocolRawStream(insert, {
    onRawData: (bytes) => answered.push(Buffer.from(bytes).toString('latin1')),
  })
  expect(answered.join('')).not.toContain('INSERT 0 1')
  expect(said.join('\n')).toContain('could not fsync')
})

function logOf(folder: string): string {
  return join(folder, 'pg_wal')
}
