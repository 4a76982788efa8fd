import { describe, expect, test } from 'bun:test'
import type { Findings } from './findings.ts'
import type { Machine } from './machine.ts'
import { headOf, rowsOf } from './rows.ts'
import { formatTable } from './table.ts'
import type { Series, Window } from './window.ts'

const MACHINE: Machine = {
  processor: 'a processor',
  cores: 2,
  system: 'a system',
  bun: '1.0.0',
  at: '2026-01-01T00:00:00.000Z',
  load: 1,
}
const GOOD: Findings = {
  idleMb: 100,
  joining: [200, 300],
  inChannel: [20, 30, 40],
  machine: [MACHINE, MACHINE],
  complexity: 10,
  passthrough: [series(window(1, 60)), series(window(300, 20))],
  transcoding: [series(window(1, 400)), series(window(40, 260))],
  load: { window: window(60, 250), timer: { p50: 0.1, p99: 1, p999: 2, max: 3 } },
  startMs: [900, 1000, 1100],
}

describe('the table of a run', () => {
  test('meets every goal when the figures do', () => {
    const goals = rowsOf(GOOD).filter(({ met }) => met !== undefined)
    expect(goals).toHaveLength(7)
    expect(goals.every(({ met }) => met)).toBe(true)
  })
  test.each<[string, Partial<Findings>]>([
    ['passthrough', { passthrough: [series(window(1, 60)), series(window(300, 26))] }],
    ['MP3', { transcoding: [series(window(1, 400)), series(window(40, 290))] }],
    ['missing', { passthrough: [series({ ...window(300, 20), missing: 1 })] }],
    ['lateness', { load: { ...GOOD.load, timer: { ...GOOD.load.timer, max: -19 } } }],
    ['in the channel', { inChannel: [100] }],
    ['ready', { startMs: [2001] }],
    ['idle', { idleMb: 151 }],
  ])('says that %s missed its goal', (name, worse) => {
    const missed = rowsOf({ ...GOOD, ...worse }).filter(({ met }) => met === false)
    expect(missed.map((row) => row.name).join()).toContain(name)
    expect(missed).toHaveLength(1)
  })
  test('judges nothing by bare loops that could not be run', () => {
    const unrun = (all: readonly Series[]) => all.map((one) => ({ ...one, bare: [] }))
    const rows = rowsOf({ ...GOOD, transcoding: unrun(GOOD.transcoding) })
    expect(
      rows.filter(({ name }) => name.includes('MP3')).every((row) => row.met === undefined),
    ).toBe(true)
    expect(formatTable(rows)).toContain('not measured')
  })
  test('tells the machine, its load and the complexity', () => {
    expect(headOf(GOOD)).toMatch(/a processor, 2 cores.*complexity 10[\s\S]*load average 1\.00/)
  })
  test('tells where the time went', () => {
    expect(formatTable(rowsOf(GOOD))).toContain('engine thread 2.0, decoders 3.0')
  })
  test('is printed in columns, with the ratio to the bare limit', () => {
    const line = formatTable(rowsOf(GOOD))
      .split('\n')
      .find((text) => text.includes('40 players'))
    expect(line).toMatch(/260 µs +220 µs +1\.18 × +≤ 1\.3 × bare +met$/)
  })
})

/** Three windows, one of them spoilt by the machine. */
function series(good: Window): Series {
  const spoilt = { ...good, cpuUsPerFrame: good.cpuUsPerFrame * 3, missing: 0 }
  const bare = { transcodeUs: 220, sendUs: 6, pacedSendUs: 8 }
  return { players: good.players, windows: [good, spoilt, good], bare: [bare] }
}

function window(players: number, cpuUsPerFrame: number): Window {
  return {
    players,
    cpuUsPerFrame,
    threadUsPerFrame: { main: 1, engine: 2, tracks: 3, runtime: 4 },
    cpuPercent: 50,
    frames: players * 500,
    missing: 0,
    plaintext: 0,
    lateness: { p50: 0.2, p99: 1, p999: 2, max: 4 },
    rssMb: 100 + players,
  }
}
