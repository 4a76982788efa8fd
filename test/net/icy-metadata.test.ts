import { expect, test } from 'bun:test'
import { metadataInterval, withoutMetadata } from '../../src/net/icy-metadata.ts'
import { mutated, portions, randomFrom } from '../support/random.ts'

const INTERVAL = 64

async function* each(pieces: readonly Uint8Array[]) {
  yield* pieces
}

async function soundOf(pieces: readonly Uint8Array[], interval: number): Promise<string> {
  const sound: Uint8Array[] = []
  for await (const bytes of withoutMetadata(each(pieces), interval)) {
    expect(bytes.length).toBeGreaterThan(0)
    sound.push(bytes)
  }
  return Buffer.concat(sound).toString('latin1')
}

/** The same, told plainly: so much sound, a byte, sixteen times as many of metadata, and again. */
function plainly(bytes: Buffer, interval: number): string {
  const sound: string[] = []
  for (let at = 0; at < bytes.length; ) {
    sound.push(bytes.toString('latin1', at, at + interval))
    at += interval
    at += 1 + 16 * (bytes[at] ?? 0)
  }
  return sound.join('')
}

test('what a station mixes in is left out, in whatever portions it comes', async () => {
  const random = randomFrom(8)
  const title = Buffer.concat([
    Buffer.from([2]),
    Buffer.from("StreamTitle='A - B';".padEnd(32, '\0')),
  ])
  const block = Buffer.concat([Buffer.alloc(INTERVAL, 's'), title])
  const station = Buffer.concat([block, block, block, Buffer.alloc(INTERVAL, 's')])
  expect(await soundOf([station], INTERVAL)).toBe('s'.repeat(4 * INTERVAL))
  for (let round = 0; round < 2_000; round++) {
    const bytes = mutated(station, random)
    const interval = 1 + Math.floor(random() * 100)
    expect(await soundOf(portions(bytes, random), interval)).toBe(plainly(bytes, interval))
  }
})

test('an interval is a number that can be one, whatever a station says', () => {
  const random = randomFrom(9)
  expect(metadataInterval('16000')).toBe(16_000)
  for (let round = 0; round < 5_000; round++) {
    const told = metadataInterval(mutated(Buffer.from('16000'), random).toString('latin1'))
    if (told !== null) expect(told >= 1 && told <= 1024 * 1024 && Number.isInteger(told)).toBe(true)
  }
})
