import { expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { en } from '../../src/gateway/words/en.ts'
import { LocalDiscord } from '../discord/local-discord.ts'
import { until } from '../discord/until.ts'
import { ANY_PORTS, BotProcess } from '../support/bot-process.ts'
import { runCommand } from '../support/command.ts'
import { temporaryDataDir } from '../support/data-dir.ts'
import { newKey } from '../support/key.ts'
import { House } from './house.ts'
import { expectRefusal } from './room.ts'

// A test that runs out of time would take the bot's process with it, and so fail all others.
setDefaultTimeout(120_000)

/** The program with these arguments and nothing else in its environment; ends by itself. */
const run = (args: string[], environment: Record<string, string> = {}) =>
  runCommand('src/main.ts', args, { ...ANY_PORTS, ...environment })

test.concurrent('--version and --help answer without a configuration', async () => {
  expect(await run(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' })
  const help = await run(['--help'])
  expect(help.code).toBe(0)
  expect(help.out).toContain('usage: bun src/main.ts')
  expect(help.out).toMatch(/DISCORD_API_URL +https:\/\/discord\.com\/api\n/)
})

test.concurrent('an unknown argument is refused', async () => {
  const { code, err } = await run(['--verbose'])
  expect([code, err]).toEqual([2, 'unknown argument "--verbose": see --help\n'])
})

test.concurrent('faults of the configuration are all told, and the bot does not start', async () => {
  const { code, out, err } = await run([], { ENGINE: 'turbo', LOG_LEVEL: 'loud' })
  expect(code).toBe(1)
  expect(out).toBe('')
  for (const name of ['DISCORD_TOKEN', 'ENGINE', 'LOG_LEVEL']) expect(err).toContain(`\n  ${name} `)
  expect(err).not.toContain('    at ')
})

test.concurrent('a wrong token ends the start with a sentence, and shows up nowhere', async () => {
  await using discord = await LocalDiscord.start()
  const DISCORD_TOKEN = 'bm9ib2R5.wrong.hunter2'
  await using data = await temporaryDataDir()
  const environment = { ...discord.environment(), DISCORD_TOKEN, DATA_DIR: data.path }
  const { code, out, err } = await run([], environment)
  expect(code).toBe(1)
  expect(err).toMatch(/^Discord refused the token\. Copy it again .*\n$/)
  expect(out + err).not.toContain('hunter2')
})

test.concurrent('a wrong token is found before a database is made', async () => {
  await using discord = await LocalDiscord.start()
  const DATA_DIR = join(tmpdir(), `segue-none-${crypto.randomUUID()}`)
  const environment = { ...discord.environment(), DISCORD_TOKEN: 'bm9ib2R5.wrong.one', DATA_DIR }
  const { code, err } = await run([], environment)
  expect([code, err]).toEqual([
    1,
    'Discord refused the token. Copy it again from https://discord.com/developers/applications (Bot → Reset Token) into DISCORD_TOKEN.\n',
  ])
  expect(existsSync(DATA_DIR)).toBe(false)
  expect(discord.unknownCalls).toEqual([])
})

test.concurrent('an API that cannot be reached ends the start with a sentence', async () => {
  await using data = await temporaryDataDir()
  const { code, err } = await run([], {
    DATA_DIR: data.path,
    DISCORD_TOKEN: 'a.b.c',
    DISCORD_API_URL: 'http://127.0.0.1:9/api',
  })
  expect(code).toBe(1)
  expect(err).toMatch(
    /^Discord’s API can’t be reached \(.*\)\. Check the network and DISCORD_API_URL\.\n$/,
  )
})

test.concurrent('a data folder that cannot be made ends the start with a sentence', async () => {
  await using discord = await LocalDiscord.start()
  const { code, err } = await run([], { ...discord.environment(), DATA_DIR: '/dev/null/data' })
  expect(code).toBe(1)
  expect(err).toMatch(
    /^Segue can’t make the data folder \(.*\/dev\/null\/data.*\)\. Set DATA_DIR .*\n$/,
  )
})

test.concurrent('told to stop while it starts, it ends well', async () => {
  await using discord = await LocalDiscord.start()
  discord.faults.rest.delayMs = 60_000
  await using data = await temporaryDataDir()
  const environment = { ...discord.environment(), DATA_DIR: data.path }
  await using bot = BotProcess.start({ environment })
  const starting = () => bot.lines.some((line) => line.includes('"starting"'))
  await bot.whileAlive(until(starting, 'the first line', 60_000))
  expect(await bot.stop()).toBe(0)
})

test.concurrent('told to stop, twice, it leaves its channels, closes the gateway and ends well', async () => {
  await using house = await House.start()
  const room = await house.room()
  await room.plays('Alpha')
  process.kill(house.bot.pid, 'SIGTERM')
  process.kill(house.bot.pid, 'SIGINT')
  await room.guild.whenBotIsIn(null)
  const began = performance.now()
  expect(await house.bot.exited).toBe(0)
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(house.discord.gateway.sessionsOf(house.discord.botUserId)).toEqual([])
  expect(house.logged('stopping')).toHaveLength(1)
})

test.concurrent('a command that is under way when it stops is answered, and not left thinking', async () => {
  await using house = await House.start()
  const room = await house.room()
  const link = `${house.web.url}held-stop/nothing.wav`
  const outcome = await room.alice.types('/play', link, { in: room.text })
  expect(outcome.response?.loading).toBe(true)
  expect(await house.bot.stop()).toBe(0)
  await expectRefusal(outcome, 'shutting-down')
})

test.concurrent('commands that wait for a channel or a first frame when it stops are all answered', async () => {
  await using house = await House.start()
  const rooms = await Promise.all([1, 2, 3].map(() => house.room()))
  const outcomes = rooms.map((room) => room.outcome('/play', { query: 'Bravo' }))
  const [first] = rooms
  // One has its track already, the others are still on their way into the channel.
  await first?.guild.whenBotIsIn(first.lounge)
  expect(await house.bot.stop()).toBe(0)
  for (const { text } of await Promise.all(outcomes)) {
    expect(['Playing **Bravo**', en.errors['shutting-down']]).toContain(text)
  }
})

test.concurrent('from the order to stop on the API takes no command, and health says that it stops', async () => {
  await using house = await House.start()
  const room = await house.room()
  await room.plays('Alpha')
  const key = await newKey(house.storage)
  const { port } = house.logged('listening').findLast(({ role }) => role === 'api') ?? {}
  const address = `http://127.0.0.1:${port}`
  // An answer to Discord that is under way is waited for, and the ports are open meanwhile.
  await room.alice.types('/play', `${house.web.url}held-stop/nothing.wav`, { in: room.text })
  house.discord.faults.rest.delay(/^DELETE \/webhooks\//, 1_500)
  process.kill(house.bot.pid, 'SIGTERM')
  await until(() => house.logged('stopping').length === 1, 'the order to arrive')
  const refused = await fetch(`${address}/api/v1/guilds/${room.guild.id}/queue/pause`, {
    method: 'POST',
    headers: { 'x-api-key': key },
  })
  expect([refused.status, await refused.json()]).toMatchObject([
    503,
    { error: { code: 'shutting-down' } },
  ])
  const health = await fetch(`${address}/health`)
  expect([health.status, await health.json()]).toMatchObject([503, { reason: 'stopping' }])
  expect((await fetch(`${address}/live`)).status).toBe(200)
  expect(await house.bot.exited).toBe(0)
})

test.concurrent('the invitation is logged at the start, and the token never', async () => {
  await using house = await House.start({ LOG_LEVEL: 'debug' })
  const room = await house.room()
  await room.plays('Alpha')
  expect(house.logged('invite')[0]?.link).toContain(`client_id=${house.discord.applicationId}`)
  expect(house.bot.lines.join('\n')).not.toContain(house.discord.token)
})

test.concurrent('commands are registered by the first start, and not by the second', async () => {
  await using house = await House.start()
  const registered = () =>
    house.discord.bot.commands.list(null).map(({ name, version }) => `${name} ${version}`)
  const before = registered()
  expect(house.logged('commands registered')).toMatchObject([{ changed: true }])
  await house.restart()
  expect(house.logged('commands registered')).toMatchObject([{ changed: true }, { changed: false }])
  expect(registered()).toEqual(before)
})

test.concurrent('a gateway that shuts the bot out while it runs ends it with a sentence', async () => {
  await using house = await House.start()
  house.discord.gateway.closeConnections(4004)
  expect(await house.bot.exited).toBe(1)
  await until(() => house.bot.lines.some((line) => line.startsWith('Discord refused the token.')))
})
