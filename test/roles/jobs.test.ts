import { expect, test } from 'bun:test'
import { systemClock } from '../../src/base/clock.ts'
import { parseConfig } from '../../src/config/parse.ts'
import { Events } from '../../src/observability/events.ts'
import { type LogFields, silentLog } from '../../src/observability/log.ts'
import { Metrics } from '../../src/observability/metrics.ts'
import { runJobs } from '../../src/roles/jobs.ts'
import { openPorts } from '../../src/roles/ports.ts'
import { openState } from '../../src/roles/state.ts'
import { until } from '../discord/until.ts'
import { ANY_PORTS } from '../support/bot-process.ts'
import { temporaryDataDir } from '../support/data-dir.ts'

/** The role worker on an embedded database of its own, from the parts that the program takes. */
async function worker(parts: AsyncDisposableStack) {
  const data = parts.use(await temporaryDataDir())
  const environment = { ...ANY_PORTS, DISCORD_TOKEN: 'a.b.c', DATA_DIR: data.path }
  const metrics = new Metrics()
  const ports = new Map<unknown, unknown>()
  const ended: string[] = []
  const log = {
    ...silentLog,
    info: (message: string, { role = null, port = null, job = null }: LogFields = {}) => {
      if (message === 'listening') ports.set(role, port)
      if (message === 'job done') ended.push(String(job))
    },
  }
  const stop = new AbortController()
  const core = {
    version: '0',
    config: parseConfig(environment, { cores: 1, memoryMb: 1024 }),
    ...{ log, metrics, events: new Events(log, metrics), clock: systemClock },
    stop: stop.signal,
  }
  const rolePorts = parts.use(openPorts(core))
  const state = parts.use(await openState(core, rolePorts, core.stop))
  const jobs = parts.use(await runJobs(core, state, rolePorts))
  return { jobs, ended, stop, port: ports.get('worker') }
}

test('a job that ran, and what it asked the database, are in the metrics of the role worker', async () => {
  await using parts = new AsyncDisposableStack()
  const { jobs, ended, port } = await worker(parts)
  await jobs.runSoon('history-clean-up')
  await until(() => ended.includes('history-clean-up'), 'the job', 60_000)
  const told = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  expect(told).toContain('segue_job_seconds_count{job="history-clean-up",outcome="done"} 1')
  expect(told).toMatch(/segue_database_seconds_count\{outcome="ok"\} [1-9]/)
  expect(told).not.toContain('segue_frames_sent_total')
}, 90_000)

test('from the order to stop on no job is taken, whatever else is still to be closed', async () => {
  await using parts = new AsyncDisposableStack()
  const { jobs, stop } = await worker(parts)
  const health = () => jobs.health.check(AbortSignal.timeout(10_000))
  expect(await health()).toEqual({ state: 'ok' })
  stop.abort()
  expect(await health()).toEqual({ state: 'down', reason: 'stopping' })
}, 90_000)
