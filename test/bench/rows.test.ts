import { describe, expect, test } from 'bun:test'
import type { Findings } from './findings.ts'
import { rowsOf } from './rows.ts'
import { formatTable } from './table.ts'
import type { Window } from './window.ts'

const GOOD: Findings = {
  idleMb: 100,
  joining: [200, 300],
  inChannel: [20, 30, 40],
  passthrough: [window(1, 60), window(300, 20)],
  transcoding: [window(1, 400), window(40, 260)],
  load: { window: window(60, 250), timer: { p50: 0.1, p99: 1, p999: 2, max: 3 } },
  startMs: [900, 1000, 1100],
  bare: { transcodeUs: 220, sendUs: 6 },
}

describe('the table of a run', () => {
  test('meets every goal when the figures do', () => {
    const goals = rowsOf(GOOD).filter(({ met }) => met !== undefined)
    expect(goals).toHaveLength(7)
    expect(goals.every(({ met }) => met)).toBe(true)
  })
  test.each<[string, Partial<Findings>]>([
    ['passthrough', { passthrough: [window(1, 60), window(300, 26)] }],
    ['MP3', { transcoding: [window(1, 400), window(40, 290)] }],
    ['missing', { passthrough: [{ ...window(300, 20), missing: 1 }] }],
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
    const rows = rowsOf({ ...GOOD, bare: null })
    expect(
      rows.filter(({ name }) => name.includes('MP3')).every((row) => row.met === undefined),
    ).toBe(true)
    expect(formatTable(rows)).toContain('not measured')
  })
  test('is printed in columns, with the ratio to the bare limit', () => {
    const line = formatTable(rowsOf(GOOD))
      .split('\n')
      .find((text) => text.includes('40 players'))
    expect(line).toMatch(/260 µs +220 µs +1\.18 × +≤ 1\.3 × bare +met$/)
  })
})

function window(players: number, cpuUsPerFrame: number): Window {
  return {
    players,
    cpuUsPerFrame,
    cpuPercent: 50,
    frames: players * 500,
    missing: 0,
    plaintext: 0,
    lateness: { p50: 0.2, p99: 1, p999: 2, max: 4 },
    rssMb: 100 + players,
  }
}
