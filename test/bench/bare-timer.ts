import { percentile } from '../support/percentiles.ts'

/**
 * A process that only keeps time: wakes every 20 ms on an absolute grid with setTimeout and prints, after as
 * many seconds as its argument says, how late it was, in ms, as JSON. What this machine does to a pacer.
 */
const PERIOD_MS = 20
const periods = (Number(process.argv[2] ?? '10') * 1000) / PERIOD_MS
const start = performance.now()
const late: number[] = []
for (let i = 1; i <= periods; i++) {
  const due = start + i * PERIOD_MS
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
  late.push(Math.max(0, performance.now() - due))
}
console.log(
  JSON.stringify({
    p50: percentile(late, 0.5),
    p99: percentile(late, 0.99),
    p999: percentile(late, 0.999),
    max: percentile(late, 1),
  }),
)
