import { expect, test } from 'bun:test'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { NEW_DATABASE } from '../../src/db/new-database.ts'
import { LocalDiscord } from '../discord/local-discord.ts'
import { until } from '../discord/until.ts'
import { BotProcess } from '../support/bot-process.ts'

const LIMIT_MB = 300

test('the database that is shipped is one of the PGlite that is installed, and there is no other', async () => {
  expect(await readdir(dirname(NEW_DATABASE))).toEqual([basename(NEW_DATABASE)])
})

/** VmHWM of proc(5), the most that was ever resident, is Linux's. */
test.if(process.platform === 'linux')(
  `a first start never takes ${LIMIT_MB} MB, so that a machine with 384 carries it`,
  async () => {
    await using stack = new AsyncDisposableStack()
    const dataDir = await mkdtemp(join(tmpdir(), 'segue-first-start-'))
    stack.defer(() => rm(dataDir, { recursive: true, force: true }))
    const discord = stack.use(await LocalDiscord.start())
    const environment = { ...discord.environment(), DATA_DIR: dataDir }
    const bot = stack.use(BotProcess.start({ environment }))
    const isReady = () => bot.lines.some((line) => line.includes('"ready"'))
    await bot.whileAlive(until(isReady, 'the bot to be ready', 60_000))

    expect(bot.lines.join()).toContain('making a new database')
    const status = await readFile(`/proc/${bot.pid}/status`, 'utf8')
    const peakKiB = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1])
    expect(peakKiB / 1024).toBeGreaterThan(50)
    expect(peakKiB / 1024).toBeLessThan(LIMIT_MB)
  },
)
