import { expect, setDefaultTimeout, test } from 'bun:test'
import { Terminal } from '../support/terminal.ts'

setDefaultTimeout(120_000)

const DEMO = [process.execPath, '--no-env-file', 'test/demo/main.ts']
const CTRL_C = '\x03'
const COLUMNS = 40
/** What moves the cursor, wipes or colors. */
const SEQUENCE = new RegExp(String.raw`${'\x1b'}(\[[\d;?]*[A-Za-z]|[78])`, 'g')
const LIVE = /^bob hears \d/

test('the tune sounds until the demo is told to end, Tab completes, and 40 columns are enough', async () => {
  await using demo = Terminal.run(DEMO, { columns: COLUMNS })
  await demo.shows(/segue {2}Playing/)
  await demo.shows(/segue {2}.*[Ll]oop/)
  await demo.shows(/bob hears 0:0[1-9]/)
  const pieces = demo.written.replaceAll('\x1b8', '\n').split(/[\r\n]/)
  const live = pieces
    .map((piece) => piece.replaceAll(SEQUENCE, ''))
    .filter((line) => LIVE.test(line))
  expect(live.length).toBeGreaterThan(5)
  for (const line of live) expect(line.length).toBeLessThan(COLUMNS)
  // What comes at once counts as pasted, in which a tab is a tab.
  demo.press('/shu')
  await demo.shows('/shu', 10_000)
  demo.press('\t')
  await demo.shows('/shuffle ', 10_000)
  demo.press('\r')
  await demo.shows(/alice {2}\/shuffle/, 10_000)
  demo.press(CTRL_C)
  await demo.shows('Music, whole.')
  expect(await demo.exited).toBe(0)
})

test('a second Ctrl-C ends the demo at once', async () => {
  await using demo = Terminal.run(DEMO)
  await demo.shows(/segue {2}Playing/)
  // A bot that hangs would have it wait.
  const children = await Bun.file(`/proc/${demo.pid}/task/${demo.pid}/children`).text()
  for (const pid of children.trim().split(' ')) if (await isBot(pid)) process.kill(+pid, 'SIGSTOP')
  demo.press(CTRL_C)
  await demo.shows('Ending')
  demo.press(CTRL_C)
  expect(await demo.exited).toBe(130)
})

async function isBot(pid: string): Promise<boolean> {
  return (await Bun.file(`/proc/${pid}/cmdline`).text()).includes('src/main.ts')
}

test.each([
  [['no/such/song.mp3'], 'there is no file no/such/song.mp3: check the path'],
  [['--for', '5', 'song.flac'], 'there is no file song.flac: check the path'],
  [['--', '/tmp'], '/tmp is a folder: name a file in it'],
  [['--bogus'], 'unknown option: --bogus\nscript/demo --help shows how to use it.'],
  [['--record'], '--record needs a value\nscript/demo --help shows how to use it.'],
  [['--for', 'long'], "--for takes a number, not 'long'\nscript/demo --help shows how to use it."],
])('script/demo %p is refused before anything is built', (args, sentence) => {
  // Without Bun and Rust in the PATH, nothing could be built.
  const { exitCode, stderr, stdout } = Bun.spawnSync(['script/demo', ...args], {
    cwd: `${import.meta.dir}/../..`,
    env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent' },
  })
  expect([exitCode, `${stderr}`, `${stdout}`]).toEqual([2, `script/demo: ${sentence}\n`, ''])
})

test('script/demo --help needs nothing built either', () => {
  const { exitCode, stdout } = Bun.spawnSync(['script/demo', '--help'], {
    cwd: `${import.meta.dir}/../..`,
    env: { PATH: '/usr/bin:/bin', HOME: '/nonexistent' },
  })
  expect(exitCode).toBe(0)
  expect(`${stdout}`).toStartWith('usage: script/demo ')
})
