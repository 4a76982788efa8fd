import type { Clock } from '../base/clock.ts'
import { within } from '../base/within.ts'

export type HealthState = 'ok' | 'degraded' | 'down'

export interface CheckResult {
  readonly state: HealthState
  /** Shown to whoever asks: never a host, a path or a credential. */
  readonly reason?: string
}

/** One thing that a role depends on. */
export interface HealthCheck {
  readonly name: string
  /** Without it the role can't do its job; otherwise it does less while this is down. */
  readonly required: boolean
  /** May reject: that is 'down', for a reason that stays inside. The signal ends at the deadline. */
  check(signal: AbortSignal): CheckResult | Promise<CheckResult>
}

export interface HealthReport {
  /** 'down': the role can't do its job. */
  readonly status: HealthState
  /** Why it isn't well; null when it is. */
  readonly reason: string | null
  readonly checks: Readonly<Record<string, CheckedState>>
}

export interface CheckedState {
  readonly state: HealthState
  readonly latencyMs: number
  readonly reason: string | null
}

/** A role is healthy only between its start and its end. */
export type Phase = 'starting' | 'serving' | 'stopping'

/** A dependency that hasn't answered by then is down. */
const DEADLINE_MS = 1_000
/** Dependencies are asked at most this often, however many requests come in. */
const KEEP_MS = 1_000

/** The health of one role: everything that it depends on is asked at once. */
export class Health {
  readonly #clock: Clock
  readonly #checks: HealthCheck[] = []
  #phase: Phase = 'starting'
  #kept: { readonly checks: Checked[]; readonly untilMs: number } | null = null
  #underWay: Promise<Checked[]> | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(...checks: readonly HealthCheck[]): void {
    this.#checks.push(...checks)
    this.#kept = null
  }

  set phase(phase: Phase) {
    this.#phase = phase
  }

  /** Never rejects, and takes no longer than the deadline of a check. */
  async report(): Promise<HealthReport> {
    const all = await this.#checked()
    const troubles = all.filter(({ state }) => state !== 'ok')
    const lost = troubles.some(({ required, state }) => required && state === 'down')
    const reasons = troubles.map(({ name, state, reason }) => `${name}: ${reason ?? state}`)
    if (this.#phase !== 'serving') reasons.unshift(this.#phase)
    const worst = lost || this.#phase !== 'serving' ? 'down' : 'degraded'
    return {
      status: reasons.length === 0 ? 'ok' : worst,
      reason: reasons.length === 0 ? null : reasons.join('; '),
      checks: Object.fromEntries(
        all.map(({ name, state, latencyMs, reason }) => [name, { state, latencyMs, reason }]),
      ),
    }
  }

  /** Whether the role does its job, if perhaps less of it than usual. */
  async ready(): Promise<boolean> {
    return (await this.report()).status !== 'down'
  }

  #checked(): Promise<Checked[]> {
    if (this.#kept !== null && this.#clock.now() < this.#kept.untilMs) {
      return Promise.resolve(this.#kept.checks)
    }
    this.#underWay ??= this.#askAll().finally(() => {
      this.#underWay = null
    })
    return this.#underWay
  }

  async #askAll(): Promise<Checked[]> {
    const checks = await Promise.all(this.#checks.map((check) => this.#ask(check)))
    this.#kept = { checks, untilMs: this.#clock.now() + KEEP_MS }
    return checks
  }

  async #ask(check: HealthCheck): Promise<Checked> {
    const began = this.#clock.now()
    const { name, required } = check
    const { state, reason } = await this.#answer(check)
    const latencyMs = Math.round((this.#clock.now() - began) * 10) / 10
    return { name, required, state, latencyMs, reason: reason ?? null }
  }

  async #answer(check: HealthCheck): Promise<CheckResult> {
    const late = new AbortController()
    const answer = new Promise<CheckResult>((done) => done(check.check(late.signal)))
    const failed = (): CheckResult => ({ state: 'down', reason: 'the check failed' })
    return await within(this.#clock, DEADLINE_MS, answer.catch(failed), (): CheckResult => {
      late.abort()
      return { state: 'down', reason: `no answer within ${DEADLINE_MS} ms` }
    })
  }
}

interface Checked extends CheckedState {
  readonly name: string
  readonly required: boolean
}
