import { expect, test } from 'bun:test'
import { IcyBody, metadataInterval } from '../../src/net/icy-metadata.ts'
import { mutated, portions, randomFrom } from '../support/random.ts'

const INTERVAL = 64

async function* each(pieces: readonly Uint8Array[]) {
  yield* pieces
}

async function partsOf(pieces: readonly Uint8Array[], interval: number) {
  const sound: Uint8Array[] = []
  const blocks: string[] = []
  let place = 0
  const body = new IcyBody(each(pieces), interval)
  for await (const bytes of body.sound()) {
    expect(bytes.length).toBeGreaterThan(0)
    // No block is told after the sound that it is for.
    for (const block of body.takeBlocks()) {
      expect(block.place).toBeGreaterThanOrEqual(place)
      blocks.push(`${block.place} ${Buffer.from(block.bytes).toString('latin1')}`)
    }
    place += bytes.length
    sound.push(bytes)
  }
  return { sound: Buffer.concat(sound).toString('latin1'), blocks }
}

/** The same, told plainly: so much sound, a byte, sixteen times as many of metadata, and again. */
function plainly(bytes: Buffer, interval: number) {
  const sound: string[] = []
  const blocks: string[] = []
  for (let at = 0; at < bytes.length; ) {
    sound.push(bytes.toString('latin1', at, at + interval))
    at += interval
    const size = 16 * (bytes[at] ?? 0)
    const block = bytes.toString('latin1', at + 1, at + 1 + size)
    at += 1 + size
    // What sound follows tells that a block was whole.
    if (size > 0 && at < bytes.length) blocks.push(`${sound.join('').length} ${block}`)
  }
  return { sound: sound.join(''), blocks }
}

test('what a station mixes in is left out, in whatever portions it comes', async () => {
  const random = randomFrom(8)
  const title = Buffer.concat([
    Buffer.from([2]),
    Buffer.from("StreamTitle='A - B';".padEnd(32, '\0')),
  ])
  const block = Buffer.concat([Buffer.alloc(INTERVAL, 's'), title])
  const station = Buffer.concat([block, block, block, Buffer.alloc(INTERVAL, 's')])
  const { sound, blocks } = await partsOf([station], INTERVAL)
  expect(sound).toBe('s'.repeat(4 * INTERVAL))
  expect(blocks.map((block) => block.replace(/\0+$/, ''))).toEqual(
    [1, 2, 3].map((at) => `${at * INTERVAL} StreamTitle='A - B';`),
  )
  for (let round = 0; round < 2_000; round++) {
    const bytes = mutated(station, random)
    const interval = 1 + Math.floor(random() * 100)
    expect(await partsOf(portions(bytes, random), interval)).toEqual(plainly(bytes, interval))
  }
})

test('a block behind each byte makes no piece of each byte', async () => {
  const [piece, ...more] = await Array.fromAsync(
    new IcyBody(each([Buffer.from('s\0'.repeat(32_768))]), 1).sound(),
  )
  expect(Buffer.from(piece ?? []).toString()).toBe('s'.repeat(32_768))
  expect(more).toEqual([])
})

test('an interval is a number that can be one, whatever a station says', () => {
  const random = randomFrom(9)
  expect(metadataInterval('16000')).toBe(16_000)
  for (let round = 0; round < 5_000; round++) {
    const told = metadataInterval(mutated(Buffer.from('16000'), random).toString('latin1'))
    if (told !== null) expect(told >= 1 && told <= 1024 * 1024 && Number.isInteger(told)).toBe(true)
  }
})
