import { compare } from './comparison.ts'
import { type Heard, hearFile } from './hearing.ts'
import { faults, USUAL } from './limits.ts'
import { makeFile, makeReference } from './making.ts'
import type { Row } from './row.ts'

/** How far, in samples, an Opus head or a seam may put the sound off. */
const REACH = 6_000
const STATED_WITHIN_MS = 60

/** Makes a row's file in `folder`, plays it, and tells what isn't right about it. */
export async function faultsOf(folder: string, name: string, row: Row): Promise<string[]> {
  const path = await makeFile(folder, name, row)
  const reference = await makeReference(folder, name, row)
  const heard = await hearFile(path)
  return [...faultsOfPlaying(row, heard, reference), ...faultsOfSound(row, heard.pcm, reference)]
}

function faultsOfPlaying(
  row: Row,
  { decoder, facts, failure }: Heard,
  reference: Int16Array,
): string[] {
  const lengthMs = row.statedMs ?? reference.length / 96
  const told: string[] = []
  const code = failure?.code ?? null
  if (code !== row.failure) {
    told.push(`failure: expected ${row.failure}, came ${code} (${failure?.detail ?? ''})`)
  }
  if (decoder !== row.decoder) told.push(`decoder: expected ${row.decoder}, came ${decoder}`)
  if (row.states && !facts?.stated) told.push('stated length: expected one, came none')
  if (facts?.stated && row.reference !== 'twice') {
    const durationMs = facts.durationMs ?? Number.NaN
    if (!(Math.abs(durationMs - lengthMs) <= STATED_WITHIN_MS)) {
      told.push(`stated length: expected ${lengthMs} ms, came ${durationMs} ms`)
    }
  }
  return told
}

function faultsOfSound(row: Row, heard: Int16Array, reference: Int16Array): string[] {
  const limits = { ...USUAL, ...row.limits }
  const reach = limits.late[1] > USUAL.late[1] ? REACH : undefined
  if (heard.length < reference.length / 4) {
    return [`samples: expected about ${reference.length / 2}, came ${heard.length / 2}`]
  }
  if (row.reference !== 'twice') return faults(compare(reference, heard, reach), limits)
  const first = faults(compare(reference, heard.subarray(0, reference.length + 2 * 312), reach), {
    ...limits,
    late: USUAL.late,
  })
  const second = faults(compare(reference, heard.subarray(reference.length), reach), limits)
  return [...first.map((fault) => `first: ${fault}`), ...second.map((fault) => `second: ${fault}`)]
}
