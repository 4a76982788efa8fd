import { percentile } from '../support/percentiles.ts'
import type { Findings } from './findings.ts'
import type { Row } from './table.ts'
import type { Window } from './window.ts'

/** The table of a run: figures, the bare limits beside them, and the goals that they are held to. */
export function rowsOf(findings: Findings): Row[] {
  return [
    ...findings.passthrough.map((window, i) => passthroughRow(findings, window, i)),
    ...findings.transcoding.map((window, i) => transcodingRow(findings, window, i)),
    missingRow(findings),
    ...latenessRows(findings),
    ...responseRows(findings),
    ...memoryRows(findings),
  ]
}

function passthroughRow({ bare, passthrough }: Findings, window: Window, index: number): Row {
  const row = {
    name: `CPU a frame, passthrough with DAVE, ${window.players} players`,
    value: window.cpuUsPerFrame,
    unit: 'µs' as const,
    bare: bare?.sendUs ?? null,
  }
  if (index < passthrough.length - 1) return row
  const limit = Math.max(25, 3 * (bare?.sendUs ?? 0))
  return { ...row, goal: '≤ 25 µs or 3 × bare', met: window.cpuUsPerFrame <= limit }
}

function transcodingRow({ bare, transcoding }: Findings, window: Window, index: number): Row {
  const row = {
    name: `CPU a frame, MP3 44.1 → Opus 128k c10, ${window.players} players`,
    value: window.cpuUsPerFrame,
    unit: 'µs' as const,
    bare: bare?.transcodeUs ?? null,
  }
  if (index < transcoding.length - 1 || bare === null) return row
  return {
    ...row,
    goal: '≤ 1.3 × bare',
    met: window.cpuUsPerFrame <= 1.3 * bare.transcodeUs,
  }
}

function missingRow({ passthrough, transcoding, load }: Findings): Row {
  const windows = [...passthrough, ...transcoding, load.window]
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
  const perPlayer = (windows: readonly Window[]): number | null => {
    const first = windows[0]
    const last = windows.at(-1)
    if (!first || !last || last.players === first.players) return null
    return (last.rssMb - first.rssMb) / (last.players - first.players)
  }
  return [
    { name: 'memory, idle', value: idleMb, unit: 'MB', goal: '≤ 150 MB', met: idleMb <= 150 },
    { name: 'memory a transcoding player', value: perPlayer(transcoding), unit: 'MB' },
    { name: 'memory a passthrough player', value: perPlayer(passthrough), unit: 'MB' },
  ]
}
