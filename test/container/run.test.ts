import { expect, setDefaultTimeout, test } from 'bun:test'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LocalDiscord } from '../discord/local-discord.ts'
import { until } from '../discord/until.ts'
import { newDataDir } from '../support/data-dir.ts'
import { freePort } from '../support/free-port.ts'
import { encodeWav, renderTune } from '../support/tune.ts'
import { giveAway, ReadOnlyTree } from './read-only-tree.ts'

setDefaultTimeout(120_000)

const ROOT = join(import.meta.dir, '../..')

/** The commands of the Dockerfile, run in a read-only checkout by a user who owns nothing there. */
test('entry point and health check work read-only and unprivileged; a hung process is not healthy', async () => {
  await using box = await Box.open()
  const bot = box.run(await commandOf('ENTRYPOINT'))
  await until(
    () => bot.output.includes('"ready"'),
    () => bot.output,
    30_000,
  )

  const { guild, lounge, music } = box
  const alice = guild.createMember('alice')
  await alice.joins(lounge)
  await alice.types('/play', 'tune', { in: music })
  const heard = await alice.hears().whenHears(box.discord.botUserId)
  expect(heard.plaintext).toBe(false)

  const check = await commandOf('HEALTHCHECK')
  const healthy = box.run(check)
  expect([await healthy.exited, healthy.output]).toEqual([0, ''])
  bot.signal('SIGSTOP')
  const hung = box.run(check)
  expect(await hung.exited).toBe(1)
  for (const role of ['gateway', 'audio', 'api', 'worker'])
    expect(hung.output).toContain(`${role} doesn't answer on port`)
  bot.signal('SIGCONT')

  bot.signal('SIGTERM')
  expect(await bot.exited).toBe(0)
  expect(bot.output).not.toContain('EROFS')
})

test('without a running bot the health check says which roles do not answer', async () => {
  await using box = await Box.open()
  const check = box.run(await commandOf('HEALTHCHECK'))
  expect(await check.exited).toBe(1)
  expect(check.output).toContain("api doesn't answer")
})

/** The exec form of an instruction, without tini, which only exists in the image. */
async function commandOf(instruction: 'ENTRYPOINT' | 'HEALTHCHECK'): Promise<string[]> {
  const dockerfile = await Bun.file(join(import.meta.dir, '../../Dockerfile')).text()
  const form = new RegExp(`^${instruction} .*?(\\[.*\\])$`, 'm').exec(dockerfile)?.[1] ?? '[]'
  const words: string[] = JSON.parse(form)
  return words.slice(words.findIndex((word) => ['bun', 'script/healthy'].includes(word)))
}

/** A program, and all that it printed so far. */
class Run {
  output = ''
  /** Resolves when all of its output was read. */
  readonly exited: Promise<number>
  readonly #child: Bun.Subprocess<'ignore', 'pipe', 'pipe'>

  constructor(child: Bun.Subprocess<'ignore', 'pipe', 'pipe'>) {
    this.#child = child
    const streams = [child.stdout, child.stderr].map((stream) => this.#read(stream))
    this.exited = Promise.all(streams).then(() => child.exited)
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder()
    for await (const chunk of stream) this.output += decoder.decode(chunk, { stream: true })
  }
}

/** A local Discord, and a read-only view of this checkout with a data folder beside it. */
class Box implements AsyncDisposable {
  readonly discord: LocalDiscord
  readonly guild
  readonly lounge
  readonly music
  readonly #folder: string
  readonly #app: ReadOnlyTree
  readonly #children: Bun.Subprocess[] = []
  readonly #environment: Record<string, string>

  private constructor(discord: LocalDiscord, folder: string, app: ReadOnlyTree) {
    this.discord = discord
    this.guild = discord.createGuild()
    this.lounge = this.guild.createVoiceChannel('lounge')
    this.music = this.guild.createTextChannel('music')
    this.#folder = folder
    this.#app = app
    this.#environment = {
      PATH: process.env.PATH ?? '',
      HOME: join(folder, 'tmp'),
      TMPDIR: join(folder, 'tmp'),
      ...discord.environment(),
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
      DATA_DIR: join(folder, 'data'),
      MUSIC_DIR: join(folder, 'music'),
      BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0',
    }
    for (const name of ['API', 'GATEWAY', 'AUDIO', 'WORKER', 'ENGINE'])
      this.#environment[`${name}_PORT`] = String(freePort())
  }

  static async open(): Promise<Box> {
    const folder = await mkdtemp(join(tmpdir(), 'segue-box-'))
    await chmod(folder, 0o755)
    for (const name of ['app', 'tmp', 'data', 'music']) await mkdir(join(folder, name))
    await newDataDir(join(folder, 'data'))
    await Bun.write(join(folder, 'music', 'tune.wav'), encodeWav(renderTune(8)))
    const discord = await LocalDiscord.start()
    await Bun.write(join(folder, 'ca.pem'), discord.voice.caPem)
    for (const name of ['tmp', 'data']) giveAway(join(folder, name))
    return new Box(discord, folder, await ReadOnlyTree.of(ROOT, join(folder, 'app')))
  }

  /** Runs the command in the read-only view. */
  run(command: readonly string[]): Run {
    // Each program replaces the one before it, so that signals reach the command itself.
    const child = Bun.spawn(this.#app.command(command), {
      env: this.#environment,
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    })
    this.#children.push(child)
    return new Run(child)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL')
    await this.discord[Symbol.asyncDispose]()
    await this.#app[Symbol.asyncDispose]()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
