import { expect, setDefaultTimeout, test } from 'bun:test'
import { LocalDiscord } from '../discord/local-discord.ts'
import { ANY_PORTS } from '../support/bot-process.ts'
import { temporaryDataDir } from '../support/data-dir.ts'
import { Terminal } from '../support/terminal.ts'

// A test that runs out of time would take the bot's process with it, and so fail all others.
setDefaultTimeout(120_000)

const BOT = [process.execPath, '--no-env-file', 'src/main.ts']
/** What begins and ends a color. */
const STYLE = new RegExp(String.raw`${'\x1b'}\[\d+m`, 'g')

test('on a terminal the log is for people, in color, and the invite link is a line of its own', async () => {
  await using discord = await LocalDiscord.start()
  await using data = await temporaryDataDir()
  const environment = { ...ANY_PORTS, ...discord.environment(), DATA_DIR: data.path }
  await using bot = Terminal.run(BOT, { environment })
  await bot.shows(/ready .*sinceStartMs/)
  const lines = bot.written.split('\r\n')
  expect(lines.filter((line) => line.startsWith('{'))).toEqual([])
  expect(lines[0]).toStartWith('\x1b[90m')
  expect(lines[0]).toContain(' \x1b[32mINFO \x1b[0m ')
  expect(lines[0]?.replaceAll(STYLE, '')).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d INFO {2}\w/)
  const link = lines.findIndex((line) => line.startsWith('http'))
  expect(lines[link]).toMatch(/^http:\S+\/oauth2\/authorize\?client_id=\d+\S*$/)
  expect(lines[link - 1]?.replaceAll(STYLE, '')).toMatch(/ INFO {2}invite/)
  bot.press('\x03')
  expect(await bot.exited).toBe(0)
})
