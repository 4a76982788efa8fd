import { expect, test } from 'bun:test'
import { Endurance, SOUNDING } from './endurance.ts'

/** As for fifty tracks: it does not grow with their number. */
const SLACK = { rssMb: 16, threads: 1, files: 4, mainObjects: 1_000, engineObjects: 200 }
const ROUNDS = 10

test('five hundred tracks of all kinds leave no thread, no process, no open file and no memory behind', async () => {
  await using endurance = await Endurance.start()
  for (let n = 0; n < 2; n++) await endurance.round()
  const before = await endurance.holdings()
  for (let n = 0; n < ROUNDS; n++) await endurance.round()
  expect(endurance.played).toBe((2 + ROUNDS) * SOUNDING)
  await endurance.comesBackTo(before, SLACK)
}, 600_000)
