import { expect, test } from 'bun:test'
import { Endurance, SOUNDING } from './endurance.ts'

/** What a process settles to differs a little; one of anything for each track would be a leak. */
const SLACK = { rssMb: 16, threads: 1, files: 4, mainObjects: 1_000, engineObjects: 200 }

// Only Linux tells what another process holds; elsewhere the same code runs without this test.
test.skipIf(process.platform !== 'linux')(
  'fifty tracks of all kinds leave no thread, no process, no open file and no memory behind',
  async () => {
    await using endurance = await Endurance.start()
    for (let n = 0; n < 2; n++) await endurance.round()
    const before = await endurance.holdings()
    await endurance.round()
    expect(endurance.played).toBe(3 * SOUNDING)
    await endurance.comesBackTo(before, SLACK)
  },
  120_000,
)
