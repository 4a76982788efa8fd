import { percentile } from '../support/percentiles.ts'
import type { BareLoops } from './bare-loops.ts'
import type { Findings } from './findings.ts'
import type { Row } from './table.ts'
import type { Series } from './window.ts'

/** The table of a run: figures, the bare limits beside them, and the goals that they are held to. */
export function rowsOf(findings: Findings): Row[] {
  const { passthrough, transcoding } = findings
  return [
    ...passthrough.flatMap((series, i) => passthroughRows(series, i === passthrough.length - 1)),
    ...transcoding.flatMap((series, i) => transcodingRows(series, i === transcoding.length - 1)),
    missingRow(findings),
    ...latenessRows(findings),
    ...responseRows(findings),
    ...memoryRows(findings),
  ]
}

/** What the figures below were taken on. */
export function headOf({ machine: [before, after], complexity }: Findings): string {
  const { processor, cores, system, bun } = after
  return [
    `${processor}, ${cores} cores, ${system}, Bun ${bun}; libopus complexity ${complexity}, of the bare loop too`,
    `${before.at} to ${after.at}; load average ${before.load.toFixed(2)} before, ${after.load.toFixed(2)} at the end`,
    'CPU: of the whole bot process, median of the windows (their range); bare: median of its runs between them',
    'the bare send: the cipher of DAVE (AES-128-GCM, not its library), AES-256-GCM and sendto',
  ].join('\n')
}

function passthroughRows(series: Series, isLast: boolean): Row[] {
  const bare = medianBare(series, 'sendUs')
  const row = cpuRow(series, 'passthrough with DAVE', bare)
  const limit = Math.max(25, 3 * (bare ?? 0))
  const judged = { ...row, goal: '≤ 25 µs or 3 × bare', met: row.value <= limit }
  const paced: Row = {
    name: '  a bare loop that sends to as many each 20 ms',
    value: medianBare(series, 'pacedSendUs'),
    unit: 'µs',
  }
  return [isLast ? judged : row, paced, ...threadRows(series)]
}

function transcodingRows(series: Series, isLast: boolean): Row[] {
  const bare = medianBare(series, 'transcodeUs')
  const row = cpuRow(series, 'MP3 44.1 → Opus 128k c10', bare)
  if (!isLast || bare === null) return [row, ...threadRows(series)]
  return [{ ...row, goal: '≤ 1.3 × bare', met: row.value <= 1.3 * bare }, ...threadRows(series)]
}

function cpuRow({ players, windows }: Series, what: string, bare: number | null) {
  const values = windows.map(({ cpuUsPerFrame }) => cpuUsPerFrame)
  const range = `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`
  return {
    name: `CPU a frame, ${what}, ${players} player${players === 1 ? '' : 's'} (${range})`,
    value: percentile(values, 0.5),
    unit: 'µs' as const,
    bare,
  }
}

/** Where the time goes. */
function threadRows({ windows }: Series): Row[] {
  const parts = { engine: 'engine thread', tracks: 'decoders', main: 'main', runtime: 'runtime' }
  const median = (part: keyof typeof parts) =>
    percentile(
      windows.map(({ threadUsPerFrame }) => threadUsPerFrame[part]),
      0.5,
    )
  const text = (['engine', 'tracks', 'main', 'runtime'] as const).map(
    (part) => `${parts[part]} ${median(part).toFixed(1)}`,
  )
  return [{ name: `  of it: ${text.join(', ')}`, value: null, unit: 'µs', note: true }]
}

function medianBare({ bare }: Series, key: keyof BareLoops): number | null {
  return bare.length === 0
    ? null
    : percentile(
        bare.map((loops) => loops[key]),
        0.5,
      )
}

function missingRow({ passthrough, transcoding, load }: Findings): Row {
  const windows = [...passthrough, ...transcoding].flatMap((series) => series.windows)
  windows.push(load.window)
  const value = windows.reduce((sum, { missing }) => sum + missing, 0)
  const frames = windows.reduce((sum, window) => sum + window.frames, 0)
  return { name: `missing of ${frames} frames`, value, unit: 'frames', goal: '0', met: value === 0 }
}

function latenessRows({ load: { window, timer } }: Findings): Row[] {
  const at = `${window.players} players, ${window.cpuPercent.toFixed(0)} % of a core`
  const row = (name: string, key: 'p50' | 'p99' | 'p999' | 'max'): Row => ({
    name: `lateness ${name}, ${at}`,
    value: window.lateness[key],
    unit: 'ms',
    bare: timer[key],
  })
  const { max } = window.lateness
  return [
    row('p50', 'p50'),
    row('p99', 'p99'),
    row('p99.9', 'p999'),
    { ...row('max', 'max'), goal: '< bare timer + 20 ms', met: max < timer.max + 20 },
  ]
}

function responseRows({ inChannel, joining, startMs }: Findings): Row[] {
  const p50 = percentile(inChannel, 0.5)
  const start = percentile(startMs, 0.5)
  const ms = { unit: 'ms' as const }
  return [
    {
      name: '/play → first frame p50, in the channel',
      value: p50,
      ...ms,
      goal: '< 100 ms',
      met: p50 < 100,
    },
    { name: '/play → first frame p95, in the channel', value: percentile(inChannel, 0.95), ...ms },
    { name: '/play → first frame p50, joining', value: percentile(joining, 0.5), ...ms },
    { name: '/play → first frame p95, joining', value: percentile(joining, 0.95), ...ms },
    { name: 'start → ready, median', value: start, ...ms, goal: '≤ 2000 ms', met: start <= 2000 },
  ]
}

function memoryRows({ idleMb, passthrough, transcoding }: Findings): Row[] {
  const perPlayer = (series: readonly Series[]): number | null => {
    const first = series[0]?.windows.at(-1)
    const last = series.at(-1)?.windows.at(-1)
    if (!first || !last || last.players === first.players) return null
    return (last.rssMb - first.rssMb) / (last.players - first.players)
  }
  return [
    { name: 'memory, idle', value: idleMb, unit: 'MB', goal: '≤ 150 MB', met: idleMb <= 150 },
    { name: 'memory a transcoding player', value: perPlayer(transcoding), unit: 'MB' },
    { name: 'memory a passthrough player', value: perPlayer(passthrough), unit: 'MB' },
  ]
}
