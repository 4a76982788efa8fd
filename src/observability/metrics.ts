import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { ROLES, type Role } from '../base/role.ts'
import { type Exposition, merged } from './exposition.ts'

/** One engine thread since it started; frames are 20 ms. */
export interface EngineTotals {
  readonly worker: number
  readonly players: number
  readonly framesSent: number
  readonly framesMissing: number
  readonly framesLate: number
  readonly voiceReconnects: number
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * What Prometheus reads, one registry for each role: each role reports its own series, and those of
 * the process are in all of them. Labels come from fixed sets: no id, no path, no text of a user.
 */
export class Metrics {
  readonly #registries: Readonly<Record<Role, Registry>>
  readonly firstFrameSeconds: Histogram
  readonly commands: Counter<'command' | 'outcome'>
  readonly tracks: Counter<'outcome'>
  readonly eventsLost: Counter<'subscriber' | 'loss'>
  readonly http: Readonly<Record<Role, Histogram<'method' | 'route' | 'status'>>>
  readonly eventLoopLagSeconds: Histogram
  readonly jobSeconds: Histogram<'job' | 'outcome'>
  readonly databaseSeconds: Histogram<'outcome'>
  readonly cacheRequests: Counter<'cache' | 'outcome'>
  readonly extractions: Counter<'site' | 'outcome'>

  constructor() {
    const { gateway, audio, api, worker } = registries()
    this.#registries = { gateway, audio, api, worker }
    const all = Object.values(this.#registries)
    this.firstFrameSeconds = new Histogram({
      name: 'segue_first_frame_seconds',
      help: 'From a command to the first frame of its track.',
      buckets: SECONDS,
      registers: [gateway, audio],
    })
    this.commands = new Counter({
      name: 'segue_commands_total',
      help: 'Commands of members and of API keys by name and outcome: answered, or the code of the refusal.',
      labelNames: ['command', 'outcome'],
      registers: [gateway],
    })
    this.tracks = new Counter({
      name: 'segue_tracks_total',
      help: 'Tracks by how they ended: finished, skipped, failed, or interrupted to go on later.',
      labelNames: ['outcome'],
      registers: [gateway, audio],
    })
    this.eventsLost = new Counter({
      name: 'segue_events_lost_total',
      help: 'Events of players that a subscriber missed: it failed, or was too slow (overflow).',
      labelNames: ['subscriber', 'loss'],
      registers: [gateway, audio],
    })
    this.jobSeconds = new Histogram({
      name: 'segue_job_seconds',
      help: 'Background jobs by name and outcome.',
      labelNames: ['job', 'outcome'],
      buckets: [...SECONDS, 60, 600],
      registers: [worker],
    })
    this.databaseSeconds = new Histogram({
      name: 'segue_database_seconds',
      help: 'Queries and transactions by outcome: ok, or the code of the failure.',
      labelNames: ['outcome'],
      buckets: SECONDS,
      registers: all,
    })
    this.cacheRequests = new Counter({
      name: 'segue_cache_requests_total',
      help: 'Looks into a cache by what was found: hit or miss.',
      labelNames: ['cache', 'outcome'],
      registers: [audio],
    })
    this.extractions = new Counter({
      name: 'segue_extractions_total',
      help: 'Looks at pages and searches with yt-dlp by site and outcome: found, or the code of the failure.',
      labelNames: ['site', 'outcome'],
      registers: [audio],
    })
    this.eventLoopLagSeconds = new Histogram({
      name: 'segue_event_loop_lag_seconds',
      help: 'How late a timer of the main thread fires, ten times a second.',
      buckets: SECONDS,
      registers: all,
    })
    const http = (role: Role) =>
      new Histogram({
        name: 'segue_http_seconds',
        help: 'HTTP requests by method, route and status.',
        labelNames: ['method', 'route', 'status'] as const,
        buckets: SECONDS,
        registers: [this.#registries[role]],
      })
    this.http = {
      gateway: http('gateway'),
      audio: http('audio'),
      api: http('api'),
      worker: http('worker'),
    }
    reading(all, 'process_resident_memory_bytes', 'Resident memory of the process.', () =>
      process.memoryUsage.rss(),
    )
    reading(all, 'process_uptime_seconds', 'Since the process started.', () => process.uptime())
  }

  /** What `/metrics` of a role answers. */
  async text(role: Role): Promise<{ readonly text: string; readonly contentType: string }> {
    const registry = this.#registries[role]
    return { text: await registry.metrics(), contentType: registry.contentType }
  }

  /** What these roles tell, each series once; those of a single role get a label that names it. */
  async ofRoles(roles: readonly Role[]): Promise<string> {
    const owners = new Map<object, Role[]>()
    for (const role of ROLES) {
      for (const metric of this.#registries[role].getMetricsAsArray()) {
        owners.set(metric, [...(owners.get(metric) ?? []), role])
      }
    }
    const expositions: Promise<Exposition>[] = []
    for (const [metric, all] of owners) {
      const role = all.find((owner) => roles.includes(owner))
      if (role === undefined || !('name' in metric)) continue
      const text = this.#registries[role].getSingleMetricAsString(String(metric.name))
      const labels: Exposition['labels'] = all.length === 1 ? { role } : {}
      expositions.push(text.then((told) => ({ labels, text: told })))
    }
    return merged(await Promise.all(expositions))
  }

  /** From now on the role audio tells what its engine's threads have sent. */
  readEngine(totals: () => readonly EngineTotals[]): void {
    const registers = [this.#registries.audio]
    const labelNames = ['worker'] as const
    const series = (name: string, help: string, of: (one: EngineTotals) => number): void => {
      const counter = new Counter({
        name,
        help,
        labelNames,
        registers,
        collect() {
          counter.reset()
          for (const one of totals()) counter.inc({ worker: one.worker }, of(one))
        },
      })
    }
    series('segue_frames_sent_total', 'Frames that went out.', (one) => one.framesSent)
    series(
      'segue_frames_missing_total',
      'Ticks at which a track had no frame.',
      (one) => one.framesMissing,
    )
    series(
      'segue_frames_late_total',
      'Frames that went out over 20 ms after their time.',
      (one) => one.framesLate,
    )
    series(
      'segue_voice_reconnects_total',
      'Times that a server’s voice came back after it had been up.',
      (one) => one.voiceReconnects,
    )
    const players = new Gauge({
      name: 'segue_engine_players',
      help: 'Servers whose voice a thread holds.',
      labelNames,
      registers,
      collect() {
        players.reset()
        for (const one of totals()) players.set({ worker: one.worker }, one.players)
      },
    })
  }

  /** From now on the role gateway tells how many requests Discord has refused lately. */
  readInvalidRequests(count: () => number): void {
    const name = 'segue_discord_invalid_requests'
    const help =
      'Requests that Discord answered with 401, 403 or 429 in the current 10 minutes; it bans an address after 10,000.'
    reading([this.#registries.gateway], name, help, count)
  }

  /** From now on the role audio tells what decoding and encoding took, in seconds. */
  readTrackTime(seconds: () => Promise<number>): void {
    const counter = new Counter({
      name: 'segue_track_cpu_seconds_total',
      help: 'Processor time of the native threads that decode, resample and encode tracks.',
      registers: [this.#registries.audio],
      async collect() {
        const used = await seconds()
        counter.reset()
        counter.inc(used)
      },
    })
  }

  /** From now on a role tells how its dependencies were when they were last asked: 1 ok, 0.5, 0 down. */
  readHealth(
    role: Role,
    states: () => Promise<Readonly<Record<string, { state: 'ok' | 'degraded' | 'down' }>>>,
  ): void {
    const gauge = new Gauge({
      name: 'segue_dependency_up',
      help: 'Whether a dependency answers: 1 ok, 0.5 degraded, 0 down.',
      labelNames: ['dependency'] as const,
      registers: [this.#registries[role]],
      async collect() {
        for (const [dependency, { state }] of Object.entries(await states())) {
          gauge.set({ dependency }, state === 'ok' ? 1 : state === 'degraded' ? 0.5 : 0)
        }
      },
    })
  }
}

function registries(): Record<Role, Registry> {
  const pairs = ROLES.map((role) => [role, new Registry()] as const)
  return Object.fromEntries(pairs) as Record<Role, Registry>
}

/** A value that is read when somebody asks. */
function reading(registers: Registry[], name: string, help: string, read: () => number): void {
  const gauge: Gauge = new Gauge({
    name,
    help,
    registers,
    collect: () => gauge.set(read()),
  })
}
