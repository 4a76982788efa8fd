import { expect, setDefaultTimeout, test } from 'bun:test'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { guildId, type TrackId } from '../../../src/base/ids.ts'
import { Database } from '../../../src/db/database.ts'
import { PlayerRepo } from '../../../src/db/player-repo.ts'
import { lounge, track } from '../../domain/player/sample.ts'
import { quietLog } from '../../support/embedded-database.ts'
import { idlePlayer } from '../../support/idle-player.ts'
import { PostgresServer } from '../../support/postgres-server.ts'

setDefaultTimeout(600_000)

const ONE_WAY_MS = 10
const MOST_PAUSE_MS = 50
/** A dead process is missed after 5 s, and looked for each second. */
const BACK_WITHIN_MS = 40_000
/** A new process takes nothing from others before. */
const SETTLED_MS = 4_000

test('of two processes one is killed, and five thousand servers with their queues go on in the other', async () => {
  await using far = await FarDatabase.start()
  await far.fill(5_000, 20)
  await using first = await Process.start(far.url, 'first')
  await Bun.sleep(SETTLED_MS)
  const restored = await first.asks('restore')
  expect(restored).toMatchObject({ held: 5_000, playing: 5_000, troubles: [] })
  await using second = await Process.start(far.url, 'second')
  const taking = second.asks('restore')
  await Bun.sleep(SETTLED_MS)
  expect(await first.asks('state')).toMatchObject({ held: 5_000, troubles: [] })
  const killedAt = Date.now()
  first.kill()
  const taken = await taking
  console.log(
    'restored:',
    restored,
    'taken over:',
    taken,
    'all after',
    taken.lastMs - killedAt,
    'ms',
  )
  expect(taken).toMatchObject({ held: 5_000, playing: 5_000, troubles: [] })
  expect(taken.lastMs - killedAt).toBeLessThan(BACK_WITHIN_MS)
  for (const { pauseMs } of [restored, taken]) expect(pauseMs).toBeLessThan(MOST_PAUSE_MS)
})

test('three hundred queues of a thousand tracks change at once, are stored, and stop nothing meanwhile', async () => {
  await using far = await FarDatabase.start()
  await far.fill(300, 1_000)
  await using only = await Process.start(far.url, 'only')
  await Bun.sleep(SETTLED_MS)
  const restored = await only.asks('restore')
  const stored = await only.asks('shuffle')
  console.log('restored:', restored, 'stored:', stored)
  for (const told of [restored, stored]) {
    expect(told).toMatchObject({ held: 300, troubles: [] })
    expect(told.pauseMs).toBeLessThan(MOST_PAUSE_MS)
  }
})

interface Told {
  readonly held: number
  readonly pauseMs: number
  readonly rssMb: number
  readonly lastMs: number
}

/** See process.ts. */
class Process implements AsyncDisposable {
  readonly #child: Bun.Subprocess<'pipe', 'pipe', 'inherit'>
  readonly #lines: AsyncIterator<string>

  private constructor(url: string, name: string) {
    const script = `${import.meta.dir}/process.ts`
    this.#child = Bun.spawn([process.execPath, script, url, name], {
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'inherit',
    })
    this.#lines = linesOf(this.#child.stdout)
  }

  static async start(url: string, name: string): Promise<Process> {
    const started = new Process(url, name)
    await started.#told()
    return started
  }

  async asks(order: 'restore' | 'shuffle' | 'state'): Promise<Told> {
    this.#child.stdin.write(`${order}\n`)
    await this.#child.stdin.flush()
    return await this.#told()
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  async #told(): Promise<Told> {
    const { value, done } = await this.#lines.next()
    if (done === true) throw new Error('the process ended')
    return JSON.parse(value) as Told
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill()
    await this.#child.exited
  }
}

/** A PostgreSQL that answers after 20 ms. */
class FarDatabase implements AsyncDisposable {
  readonly url: string
  readonly #direct: string
  readonly #server: PostgresServer
  readonly #proxy: Server
  readonly #sockets = new Set<Socket>()

  private constructor(server: PostgresServer, direct: string, proxy: Server, port: number) {
    this.#server = server
    this.#direct = direct
    this.#proxy = proxy
    this.url = direct.replace(String(server.port), String(port))
    proxy.on('connection', (near) => this.#join(near))
  }

  static async start(): Promise<FarDatabase> {
    const server = await PostgresServer.start()
    const proxy = createServer()
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const { port } = proxy.address() as { port: number }
    return new FarDatabase(server, await server.createDatabase(), proxy, port)
  }

  /** Servers that play, with so many tracks in their queues. */
  async fill(servers: number, tracks: number): Promise<void> {
    await using database = await Database.open({
      ...{ url: this.#direct, dataDir: '/nowhere', log: quietLog },
    })
    const repo = new PlayerRepo(database)
    const current = { track: track('now'), positionMs: 1_000 }
    let changes = Array.from({ length: servers }, (_, server) => {
      const queue = Array.from({ length: tracks }, (_, n) =>
        track(`Some Title of a Song (Official Video) ${n}`, { id: `${server}-${n}` as TrackId }),
      )
      const guild = guildId(String(1_000 + server))
      return { snapshot: { ...idlePlayer(guild), voiceChannel: lounge, current, queue }, fence: 0 }
    })
    while (changes.length > 0) changes = changes.slice((await repo.save(changes)).stored.length)
  }

  #join(near: Socket): void {
    const far = dial(this.#server.port, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from)
      from.setNoDelay(true)
      from.on('data', (bytes) => setTimeout(() => to.write(bytes), ONE_WAY_MS))
      from.on('close', () => to.destroy())
      from.on('error', () => {})
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#proxy.close()
    for (const socket of this.#sockets) socket.destroy()
    await this.#server[Symbol.asyncDispose]()
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
