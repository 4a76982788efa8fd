import type { Lateness } from '../support/lateness.ts'
import type { Listener } from './listener.ts'
import { summarised } from './listening.ts'
import type { UsageReading } from './usage-meter.ts'

/**
 * What a run of the demo measured. Milliseconds run from the interaction's dispatch, lateness against RTP time.
 * What there was nothing to measure of is null.
 */
export interface Report {
  /** Until the first frame that is not silence was received. */
  readonly firstFrameMs: number | null
  readonly framesHeard: number
  readonly framesMissing: number
  readonly plaintextFrames: number
  readonly latenessMs: Lateness | null
  /** Of the bot's process while the music played, in percent of one core. */
  readonly cpuPercent: number | null
  readonly rssMb: number | null
  readonly players: number
  readonly music: boolean
}

/** `dispatchedAtMs` is on the clock of the frames' arrival; null when nothing was typed. */
export function makeReport(
  listeners: readonly Listener[],
  dispatchedAtMs: number | null,
  usage: UsageReading | null,
): Report {
  const heard = listeners.map((listener) => listener.listening)
  const total = (value: (listener: Listener) => number) =>
    listeners.reduce((sum, listener) => sum + value(listener), 0)
  const first = heard[0]?.firstFrameAtMs ?? null
  return {
    firstFrameMs: first === null || dispatchedAtMs === null ? null : round(first - dispatchedAtMs),
    framesHeard: total(({ listening }) => listening.framesHeard),
    framesMissing: total((listener) => listener.framesMissing),
    plaintextFrames: total(({ listening }) => listening.plaintextFrames),
    latenessMs: summarised(heard.flatMap((listening) => listening.latenesses())),
    cpuPercent: usage && round(usage.cpuPercent),
    rssMb: usage && round(usage.rssMb),
    players: listeners.length,
    music: heard.every((listening) => listening.isMusic()),
  }
}

/** Why a run does not count as music without missing frames; empty when it does. */
export function shortcomings(report: Report): string[] {
  const reasons: string[] = []
  if (report.framesHeard === 0) reasons.push('nothing was heard')
  else if (!report.music) reasons.push('what was heard was no music')
  if (report.framesMissing > 0) reasons.push(`${report.framesMissing} frames were missing`)
  if (report.plaintextFrames > 0) reasons.push(`${report.plaintextFrames} frames came in clear`)
  return reasons
}

/** One line for people. */
export function headline(report: Report): string {
  const { latenessMs: late } = report
  return [
    `first frame after ${report.firstFrameMs ?? '–'} ms`,
    `heard ${report.framesHeard} frames, missing ${report.framesMissing}, in clear ${report.plaintextFrames}`,
    late && `late p50 ${late.p50} p99 ${late.p99} p99.9 ${late.p999} max ${late.max} ms`,
    report.cpuPercent !== null && `bot ${report.cpuPercent} % of a core, ${report.rssMb} MB`,
  ]
    .filter((part) => typeof part === 'string')
    .join(' · ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
