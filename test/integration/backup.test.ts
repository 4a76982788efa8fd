import { expect, setDefaultTimeout, test } from 'bun:test'
import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runCommand } from '../support/command.ts'
import { House } from './house.ts'

setDefaultTimeout(120_000)

/** `bun run export` or `import` with that data folder. */
const transfer = (dataDir: string, ...args: string[]) =>
  runCommand('src/transfer.ts', args, { DATA_DIR: dataDir })

test('a backup of a running bot, brought into another folder, plays on there with its queue', async () => {
  await using house = await House.start({}, { database: 'embedded' })
  const room = await house.room()
  await room.plays('Alpha')
  await room.types('/play', 'Bravo')
  const file = join(dirname(house.dataDir), 'backup.json')

  // What was queued a moment ago is stored within a second, and by then in the backup, too.
  let backup = await transfer(house.dataDir, 'export', file)
  for (let tries = 0; tries < 10 && backup.out.includes(' 0 queue entries'); tries++)
    backup = await transfer(house.dataDir, 'export', '--force', file)
  expect(backup).toMatchObject({ code: 0, err: '' })
  expect(backup.out).toMatch(/^exported .*1 player, 1 queue entry/)
  expect((await stat(file)).mode & 0o777).toBe(0o600)

  const before = await Bun.file(file).text()
  expect(await transfer(house.dataDir, 'export', file)).toEqual({
    ...{ code: 1, out: '' },
    err: `Segue: ${file} exists: say --force to replace it, or name another file.\n`,
  })
  expect(await Bun.file(file).text()).toBe(before)
  expect((await transfer(house.dataDir, 'export', '--force', file)).code).toBe(0)
  // It played on meanwhile.
  await room.hears('Alpha')
  await house.bot.stop()

  const brought = await transfer(join(dirname(file), 'data-of-another'), 'import', file)
  expect(brought).toMatchObject({ code: 0, err: 'Segue: making a new database\n' })
  await using _restored = await house.another()
  await room.hears('Alpha')
  expect(await room.types('/queue')).toContain('Bravo')
})
