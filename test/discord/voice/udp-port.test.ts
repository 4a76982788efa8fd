import { expect, test } from 'bun:test'
import { until } from '../until.ts'
import { UdpPort } from './udp-port.ts'

const HOST = '127.0.0.1'
const PACKETS = 20

test('who has gone costs nobody else a packet', async () => {
  const got: number[] = []
  const listener = await Bun.udpSocket({
    hostname: HOST,
    socket: { data: (_socket, packet) => void got.push(packet.readUInt16BE()) },
  })
  const gone = await Bun.udpSocket({ hostname: HOST })
  const goneAt = gone.port
  gone.close()
  using port = new UdpPort()
  await port.listen({ onDiscovery() {}, onPacket() {} })
  for (let n = 0; n < PACKETS; n++) {
    const packet = Buffer.alloc(2)
    packet.writeUInt16BE(n)
    port.send(packet, goneAt, HOST)
    port.send(packet, listener.port, HOST)
    await until(() => got.length === n + 1, `packet ${n}`)
  }
  expect(got).toEqual(Array.from({ length: PACKETS }, (_, n) => n))
  listener.close()
})
