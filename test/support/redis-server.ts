import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../discord/until.ts'
import { freePort } from './free-port.ts'

/**
 * A real redis-server as a plain process on a loopback port, that keeps nothing. It can be taken
 * away and brought back: stopped and started on the same port (a refusal), or frozen (a hang).
 */
export class RedisServer implements AsyncDisposable {
  readonly port = freePort()
  readonly #folder = mkdtempSync(join(tmpdir(), 'segue-redis-'))
  #process: Bun.Subprocess | null = null

  static async start(): Promise<RedisServer> {
    if (Bun.which('redis-server') === null)
      throw new Error('redis-server is not installed: run script/bootstrap --test')
    const server = new RedisServer()
    await server.resume()
    return server
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  async resume(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '']
    this.#process = Bun.spawn(['redis-server', ...options, '--appendonly', 'no'], {
      cwd: this.#folder,
      stdout: 'ignore',
      stderr: 'ignore',
    })
    await until(() => this.#answers(), 'redis-server to answer')
  }

  async halt(): Promise<void> {
    this.#process?.kill('SIGTERM')
    await this.#process?.exited
    this.#process = null
  }

  freeze(): void {
    this.#process?.kill('SIGSTOP')
  }

  unfreeze(): void {
    this.#process?.kill('SIGCONT')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.unfreeze()
    await this.halt()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #answers(): boolean {
    const ping = Bun.spawnSync(['redis-cli', '-p', String(this.port), 'ping'])
    return ping.stdout.toString().trim() === 'PONG'
  }
}
