import { expect, test } from 'bun:test'
import { createCipheriv, randomBytes } from 'node:crypto'
import {
  discoveryRequest,
  discoveryResponse,
  ENCRYPTION_MODES,
  isRtp,
  readDiscoveryRequest,
  readDiscoveryResponse,
  readRtpHeader,
  Transport,
} from './transport.ts'

const HEADER = { sequence: 65_535, timestamp: 4_294_967_295, ssrc: 0xdead_beef }
const PAYLOAD = Buffer.from('an opus frame')

for (const mode of ENCRYPTION_MODES) {
  test(`a sealed packet opens with the same key and no other, ${mode}`, () => {
    const key = randomBytes(32)
    const sender = new Transport(mode, key)
    const receiver = new Transport(mode, key)
    for (let i = 0; i < 3; i++) {
      const packet = sender.seal(HEADER, PAYLOAD)
      expect(isRtp(packet)).toBe(true)
      expect(readRtpHeader(packet)).toEqual(HEADER)
      expect(receiver.open(packet)).toEqual(PAYLOAD)
      expect(new Transport(mode, randomBytes(32)).open(packet)).toBeNull()
    }
  })

  test(`a changed byte anywhere makes a packet unreadable, ${mode}`, () => {
    const transport = new Transport(mode, randomBytes(32))
    const packet = transport.seal(HEADER, PAYLOAD)
    for (const index of packet.keys()) {
      const changed = Buffer.from(packet)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(transport.open(changed)).toBeNull()
    }
  })
}

test('a header extension is authenticated in part, decrypted in part, and left out', () => {
  const key = randomBytes(32)
  const header = Buffer.from('907800010000000200000003bede0001', 'hex') // X set, one word follows
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(7)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(header)
  const body = cipher.update(Buffer.concat([Buffer.from('51ff0000', 'hex'), PAYLOAD]))
  cipher.final()
  const packet = Buffer.concat([header, body, cipher.getAuthTag(), nonce.subarray(0, 4)])
  expect(new Transport('aead_aes256_gcm_rtpsize', key).open(packet)).toEqual(PAYLOAD)
})

test('what is too short for a packet is none', () => {
  expect(isRtp(Buffer.from('80780001', 'hex'))).toBe(false)
  expect(isRtp(Buffer.alloc(74))).toBe(false)
})

test('IP discovery tells the address and port that the server saw', () => {
  const request = discoveryRequest(42)
  expect(request.length).toBe(74)
  expect(readDiscoveryRequest(request)).toBe(42)
  expect(readDiscoveryResponse(request)).toBeNull()
  const response = discoveryResponse(42, '127.0.0.1', 50_000)
  expect(readDiscoveryResponse(response)).toEqual({ address: '127.0.0.1', port: 50_000 })
  expect(readDiscoveryRequest(response)).toBeNull()
})
