import type { Clock } from '../base/clock.ts'
import type { Role } from '../base/role.ts'
import { EventLoopWatch } from '../observability/event-loop.ts'
import type { Events } from '../observability/events.ts'
import { Health, type HealthCheck, type Phase } from '../observability/health.ts'
import type { Log } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'
import { type HttpServer, type Routes, roleServer } from './server.ts'

export interface RolePortsOptions {
  readonly roles: readonly Role[]
  /** 0: any free one. */
  readonly ports: Readonly<Record<Role, number>>
  readonly bind: string
  /** The variable that states a role's port. */
  readonly variable: (role: Role) => string
  readonly facts: () => Readonly<Record<string, unknown>>
  readonly metrics: Metrics
  readonly events: Events
  readonly clock: Clock
  readonly log: Log
}

interface RolePort {
  readonly health: Health
  readonly server: HttpServer
}

/** The ports of the roles of this process, each with the health of its role. */
export class RolePorts implements AsyncDisposable {
  readonly #opened = new Map<Role, RolePort>()
  readonly #parts = new AsyncDisposableStack()
  readonly #loop: EventLoopWatch

  /** Throws a `PortError`, and then leaves no port open. */
  constructor(options: RolePortsOptions) {
    const { clock, events } = options
    this.#loop = this.#parts.use(
      new EventLoopWatch(clock, (lagMs) => events.eventLoopLagged(lagMs)),
    )
    try {
      for (const role of options.roles) this.#opened.set(role, this.#open(role, options))
    } catch (error) {
      void this.#parts.disposeAsync()
      throw error
    }
  }

  /** From now on the health of these roles depends on that as well. */
  watch(check: HealthCheck, ...roles: readonly Role[]): void {
    for (const role of roles) this.#opened.get(role)?.health.add(check)
  }

  mount(role: Role, prefix: string, routes: Routes): void {
    this.#opened.get(role)?.server.mount(prefix, routes)
  }

  /** The roles of this process and the ports that they listen on. */
  get ports(): ReadonlyMap<Role, number> {
    return new Map([...this.#opened].map(([role, { server }]) => [role, server.port]))
  }

  /** These roles do their job from now on, or no longer. */
  enter(phase: Phase, ...roles: readonly Role[]): void {
    for (const role of roles) {
      const opened = this.#opened.get(role)
      if (opened !== undefined) opened.health.phase = phase
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.disposeAsync()
  }

  #open(role: Role, options: RolePortsOptions): RolePort {
    const { ports, bind, variable, facts, metrics, events, clock, log } = options
    const health = new Health(clock)
    const server = this.#parts.use(
      roleServer({
        role,
        port: ports[role],
        variable: variable(role),
        bind,
        health,
        live: () => this.#loop.turns,
        facts,
        metrics: () => metrics.text(role),
        answered: (answer) => events.httpAnswered(role, answer),
        log,
      }),
    )
    metrics.readHealth(role, async () => (await health.report()).checks)
    log.info('listening', { role, port: server.port })
    return { health, server }
  }
}
