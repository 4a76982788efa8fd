import { expect, test } from 'bun:test'
import { until } from '../until.ts'
import { thrownAway } from './thrown-away.ts'
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

test('what the system threw away while nobody read is told', async () => {
  let got = 0
  using port = new UdpPort()
  await port.listen({ onDiscovery() {}, onPacket: () => void got++ })
  const sender = await Bun.udpSocket({ hostname: HOST })
  const packet = Buffer.alloc(320)
  packet.writeUInt16BE(0x8078)
  let sent = 0
  // This process reads nothing meanwhile. The limit is for systems that tell nothing of it.
  while (thrownAway([port.number]) === 0 && sent < 20_000)
    sent += Number(sender.send(packet, port.number, HOST))
  const lost = thrownAway([port.number])
  if (process.platform === 'linux') expect(lost).toBeGreaterThan(0)
  await until(
    () => got === sent - lost,
    () => `the rest; ${got} of ${sent} without ${lost} came`,
  )
  expect(thrownAway([sender.port])).toBe(0)
  sender.close()
})
