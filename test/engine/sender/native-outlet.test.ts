import { expect, test } from 'bun:test'
import { createDecipheriv } from 'node:crypto'
import { createSocket } from 'node:dgram'
import type { ConnectionData } from '@discordjs/voice'
import { loadAddon } from '../../../src/engine/native/addon.ts'
import { NativeOutlet } from '../../../src/engine/sender/native-outlet.ts'

const FRAME = Buffer.of(0xfc, 1, 2, 3, 4, 5, 6, 7, 8, 9)
const KEY = new Uint8Array(32).fill(7)

function connectionData(change: Partial<ConnectionData> = {}): ConnectionData {
  return {
    connectedClients: new Set(),
    encryptionMode: 'aead_aes256_gcm_rtpsize',
    nonce: 41,
    nonceBuffer: Buffer.alloc(12),
    packetsPlayed: 0,
    secretKey: KEY,
    sequence: 65_535,
    speaking: true,
    ssrc: 4242,
    timestamp: 2 ** 32 - 960,
    ...change,
  }
}

function outlet(fd: number, connection = connectionData()): NativeOutlet | null {
  const { addon, reason } = loadAddon()
  if (!addon) throw new Error(reason)
  return NativeOutlet.open(addon, fd, connection)
}

function opened(fd: number): NativeOutlet {
  const out = outlet(fd)
  if (out === null) throw new Error('the addon can’t send there')
  return out
}

/** A voice server's socket, and a client's that is connected to it. */
async function wire() {
  const server = createSocket('udp4')
  const client = createSocket('udp4')
  const packets: Buffer[] = []
  const waiting: (() => void)[] = []
  server.on('message', (packet) => {
    packets.push(packet)
    for (const wake of waiting.splice(0)) wake()
  })
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve))
  await new Promise<void>((resolve) => client.connect(server.address().port, '127.0.0.1', resolve))
  const key = Object.getOwnPropertySymbols(client).find((own) => own.description === 'state symbol')
  const fd: number = key && Reflect.get(client, key).handle.fd
  return {
    client,
    fd,
    async received(count: number): Promise<Buffer[]> {
      while (packets.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
      return packets
    },
    [Symbol.dispose]() {
      server.close()
    },
  }
}

function unsealed(packet: Buffer): Buffer {
  const nonce = Buffer.concat([packet.subarray(-4), Buffer.alloc(8)])
  const decipher = createDecipheriv('aes-256-gcm', KEY, nonce)
  decipher.setAAD(packet.subarray(0, 12))
  decipher.setAuthTag(packet.subarray(-20, -4))
  return Buffer.concat([decipher.update(packet.subarray(12, -20)), decipher.final()])
}

test('a frame leaves as the RTP packet that the voice server opens, and the counters go on', async () => {
  using ends = await wire()
  using out = opened(ends.fd)
  const connection = connectionData()
  for (let n = 0; n < 2; n++) expect(out.send(FRAME, connection, null)).toBe('sent')
  const [first, second] = await ends.received(2)
  if (!first || !second) throw new Error('nothing came')
  expect(first.readUInt16BE(0)).toBe(0x8078)
  expect([first.readUInt16BE(2), second.readUInt16BE(2)]).toEqual([65_535, 0])
  expect([first.readUInt32BE(4), first.readUInt32BE(8)]).toEqual([2 ** 32 - 960, 4242])
  expect([first.readUInt32BE(first.length - 4), second.readUInt32BE(second.length - 4)]).toEqual([
    42, 43,
  ])
  expect(unsealed(first)).toEqual(FRAME)
  expect(connection).toMatchObject({ sequence: 1, nonce: 43, packetsPlayed: 2 })
  ends.client.close()
})

test('its socket outlives that of the library, until it is told that this is over', async () => {
  using ends = await wire()
  const out = opened(ends.fd)
  expect(out.send(FRAME, connectionData(), null)).toBe('sent')
  await new Promise<void>((resolve) => ends.client.close(resolve))
  expect(out.send(FRAME, connectionData(), null)).toBe('sent')
  expect(await ends.received(2)).toHaveLength(2)
  out[Symbol.dispose]()
  expect(out.send(FRAME, connectionData(), null)).toBe('broken')
})

test('with another cipher, or a socket without a peer, there is no native outlet, so the library sends', async () => {
  using ends = await wire()
  expect(outlet(1)).toBeNull() // the standard output, which is no socket
  const mode = { encryptionMode: 'aead_xchacha20_poly1305_rtpsize' } as const
  expect(outlet(ends.fd, connectionData(mode))).toBeNull()
  ends.client.close()
})
