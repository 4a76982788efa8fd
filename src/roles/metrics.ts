import { hostname } from 'node:os'
import { allMetricsRoutes } from '../http/all-metrics.ts'
import type { RolePorts } from '../http/role-ports.ts'
import { merged } from '../observability/exposition.ts'
import type { Core } from './core.ts'
import type { State } from './state.ts'

/** How long another process may take to tell its metrics. */
const ANSWER_WITHIN_MS = 2_000
/** However many ask, processes are asked this often at most. */
const KEEP_MS = 1_000

const topicOf = (processId: string): string => `metrics:${processId}`

/**
 * Lets one port tell the metrics of all: each process answers for its roles on the bus, and the role api
 * gathers what the others say. Each sample names its process by host and port, as Prometheus would.
 */
export async function serveMetrics(
  { metrics, clock }: Core,
  { bus, leases, processId }: State,
  ports: RolePorts,
): Promise<AsyncDisposable> {
  const roles = [...ports.ports.keys()]
  const [port = 0] = ports.ports.values()
  const process = `${hostname()}:${port}`
  const own = async () => merged([{ labels: { process }, text: await metrics.ofRoles(roles) }])
  const answering = await bus.answer(topicOf(processId), own)

  const gather = async (): Promise<string> => {
    const others = (await leases.processes().catch(() => [])).filter((id) => id !== processId)
    const asked = others.map(async (id) => {
      const told = await bus.request(topicOf(id), null, ANSWER_WITHIN_MS)
      return typeof told === 'string' ? told : Promise.reject(new Error('no text'))
    })
    const answers = await Promise.allSettled(asked)
    const texts = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const all = [await own(), ...texts, processesText(texts.length + 1, others.length + 1)]
    return merged(all.map((text) => ({ labels: {}, text })))
  }
  let kept: { readonly text: Promise<string>; readonly untilMs: number } | null = null
  const current = (): Promise<string> => {
    if (kept === null || clock.now() > kept.untilMs) {
      kept = { text: gather(), untilMs: clock.now() + KEEP_MS }
    }
    return kept.text
  }
  ports.mount('api', '', allMetricsRoutes(current))
  return answering
}

function processesText(told: number, seen: number): string {
  return `# HELP segue_processes Processes that the database sees, by whether they told their metrics.
# TYPE segue_processes gauge
segue_processes{told="yes"} ${told}
segue_processes{told="no"} ${seen - told}
`
}
