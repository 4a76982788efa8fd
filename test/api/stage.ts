import { allEndpoints } from '../../src/api/endpoints.ts'
import { type GuildId, guildId } from '../../src/base/ids.ts'
import { MemoryBus } from '../../src/bus/memory-bus.ts'
import { MemoryRateLimit } from '../../src/cache/memory-rate-limit.ts'
import type { Database } from '../../src/db/database.ts'
import { KeyRepo } from '../../src/db/key-repo.ts'
import type { Scope } from '../../src/domain/policy/scopes.ts'
import { RemotePlayers } from '../../src/fleet/remote.ts'
import { ServedPlayers } from '../../src/fleet/served.ts'
import { Auth } from '../../src/http/auth.ts'
import { endpointRoutes } from '../../src/http/endpoint-routes.ts'
import { HttpServer } from '../../src/http/server.ts'
import { newSecret } from '../../src/keys/secret.ts'
import { silentLog } from '../../src/observability/log.ts'
import { guild } from '../domain/player/sample.ts'
import { Process, Shared } from '../player/fleet.ts'

export const PER_MINUTE = 50
export const elsewhere = guildId('2')

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: what a client reads; the tests check its shape.
  readonly body: any
}

/** The API on one process of the bot. The engine does at once what it's told. */
export class ApiStage implements AsyncDisposable {
  readonly shared = new Shared()
  readonly bot = new Process(this.shared)
  readonly #stopping = new AbortController()
  readonly #keys: KeyRepo
  readonly #server: HttpServer

  constructor(database: Database) {
    this.#keys = new KeyRepo(database)
    const { clock } = this.shared
    const leases = { holder: async () => null }
    const servers = { has: (id: GuildId) => id === guild || id === elsewhere }
    const here = new ServedPlayers({ ...this.bot.served, servers, leases, processId: 'p' })
    const listen = { port: 0, variable: 'API_PORT', bind: '127.0.0.1', log: silentLog }
    const auth = new Auth({
      keys: this.#keys,
      rateLimit: new MemoryRateLimit(clock),
      perMinute: PER_MINUTE,
      log: silentLog,
      stop: this.#stopping.signal,
    })
    const remote = new RemotePlayers({ bus: new MemoryBus(clock), leases, here })
    this.#server = new HttpServer(listen, (app) => app)
    this.#server.mount('/api/v1', endpointRoutes(auth, allEndpoints(remote)))
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}/api/v1`
  }

  /** As when the process is told to stop. */
  stop(): void {
    this.#stopping.abort()
  }

  async newKey(
    serverId: GuildId | null = null,
    scopes: readonly Scope[] = ['read', 'control'],
  ): Promise<{ id: string; text: string }> {
    const { text, hash } = newSecret()
    const id = crypto.randomUUID()
    await this.#keys.create({ id, serverId, scopes, hash, createdAt: new Date() })
    return { id, text }
  }

  async revoke(id: string): Promise<void> {
    await this.#keys.revoke(id, new Date())
  }

  async ask(method: string, path: string, key: string | null, body?: unknown): Promise<Answer> {
    const sent = typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await fetch(this.url + path, {
      method,
      headers: key === null ? {} : { 'x-api-key': key },
      ...(body === undefined ? {} : { body: sent }),
    })
    return { status: answer.status, headers: answer.headers, body: await answer.json() }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]()
  }
}
