import type { Lateness } from '../support/lateness.ts'
import type { Listener } from './listener.ts'
import { summarised } from './listening.ts'
import type { UsageReading } from './usage-meter.ts'

/** What a run of the demo measured. Milliseconds run from the interaction's dispatch, lateness against RTP time. */
export interface Report {
  /** Until the first frame that is not silence was received; null when none was. */
  readonly firstFrameMs: number | null
  readonly framesHeard: number
  readonly framesMissing: number
  readonly plaintextFrames: number
  readonly latenessMs: Lateness
  /** Of the bot's process while the music played, in percent of one core. */
  readonly cpuPercent: number
  readonly rssMb: number
  readonly players: number
  readonly music: boolean
}

/** `dispatchedAtMs` is on the clock of the frames' arrival; null when nothing was typed. */
export function makeReport(
  listeners: readonly Listener[],
  dispatchedAtMs: number | null,
  usage: UsageReading,
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
    cpuPercent: round(usage.cpuPercent),
    rssMb: round(usage.rssMb),
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

function round(value: number): number {
  return Math.round(value * 10) / 10
}
