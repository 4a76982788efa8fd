import { expect, test } from 'bun:test'
import {
  type ConnectionData,
  DAVESession,
  Networking,
  NetworkingStatusCode,
  VoiceUDPSocket,
  VoiceWebSocket,
} from '@discordjs/voice'
import { loadAddon } from '../../../src/engine/native/addon.ts'
import { FrameSender, isSilence } from '../../../src/engine/sender/frame-sender.ts'
import { NativeOutlet } from '../../../src/engine/sender/native-outlet.ts'
import { ManualClock } from '../../discord/manual-clock.ts'

const MUSIC = Uint8Array.of(0xfc, 1, 2, 3, 4, 5, 6, 7, 8, 9)
const SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe)
/** Nothing listens there; what matters is what would be sent. */
const NOWHERE = '127.0.0.1:9'

/** The library's own networking, put into an established session without a server. */
function established(dave: DAVESession | undefined) {
  const options = { endpoint: NOWHERE, serverId: '1', token: 't', sessionId: 's' }
  const connectionOptions = { ...options, userId: '9', channelId: '2' }
  const networking = new Networking(connectionOptions, {})
  networking.on('error', () => {})
  const datagrams: Buffer[] = []
  const udp = new VoiceUDPSocket({ ip: '127.0.0.1', port: 9 })
  udp.send = (datagram) => datagrams.length < 100 && void datagrams.push(datagram)
  const ws = new VoiceWebSocket(`wss://${NOWHERE}`, false)
  ws.on('error', () => {})
  ws.sendPacket = () => {}
  const connectionData: ConnectionData = {
    connectedClients: new Set(),
    encryptionMode: 'aead_aes256_gcm_rtpsize',
    nonce: 0,
    nonceBuffer: Buffer.alloc(12),
    packetsPlayed: 0,
    secretKey: new Uint8Array(32),
    sequence: 7,
    speaking: false,
    ssrc: 4242,
    timestamp: 96_000,
  }
  networking.state = {
    code: NetworkingStatusCode.Ready,
    connectionData,
    connectionOptions,
    dave,
    udp,
    ws,
  }
  const rtp = () => datagrams.filter((datagram) => datagram[0] === 0x80)
  return { networking, rtp, [Symbol.dispose]: () => networking.destroy() }
}

function daveSession(version: number): DAVESession {
  const dave = new DAVESession(version, '9', '2', {})
  dave.reinit()
  return dave
}

// Handed the same frame, the library itself sends it in clear.
test('with DAVE on and no keys, audio is refused at the moment of sending, and silence is not', () => {
  using session = established(daveSession(1))
  const sender = new FrameSender(session.networking, new ManualClock())
  expect(sender.send(MUSIC)).toBe(false)
  expect(session.rtp()).toHaveLength(0)
  expect(sender.send(SILENCE)).toBe(true)
  expect(session.rtp()).toHaveLength(1)
})

test('nor does audio leave the short way, through the addon', () => {
  const { addon, reason } = loadAddon()
  if (!addon) throw new Error(reason)
  using session = established(daveSession(1))
  const sent: Uint8Array[] = []
  using outlet = new NativeOutlet(addon)
  outlet.opensFor = () => true
  outlet.send = (_, packet) => sent.push(packet) > 0
  const sender = new FrameSender(session.networking, new ManualClock(), outlet)
  expect(sender.send(MUSIC)).toBe(false)
  expect(sender.send(SILENCE)).toBe(true)
  expect(sent).toEqual([SILENCE])
  expect(session.rtp()).toHaveLength(0)
})

test('a session that was downgraded refuses audio, whoever had asked before', () => {
  const dave = daveSession(1)
  using session = established(dave)
  const sender = new FrameSender(session.networking, new ManualClock())
  sender.send(MUSIC)
  dave.prepareTransition({ transition_id: 0, protocol_version: 0 })
  expect(dave.protocolVersion).toBe(0)
  expect(sender.send(MUSIC)).toBe(false)
  expect(session.rtp()).toHaveLength(0)
})

test('without DAVE a frame leaves as one RTP packet, and the counters go on by one frame', () => {
  using session = established(daveSession(0))
  const sender = new FrameSender(session.networking, new ManualClock())
  expect(sender.send(MUSIC)).toBe(true)
  expect(sender.send(MUSIC)).toBe(true)
  const headers = session.rtp().map((packet) => [packet.readUInt16BE(2), packet.readUInt32BE(4)])
  expect(headers).toEqual([
    [7, 96_000],
    [8, 96_960],
  ])
})

test('after a pause RTP time has run on, and a late frame is no pause', () => {
  using session = established(undefined)
  const clock = new ManualClock()
  const sender = new FrameSender(session.networking, clock)
  sender.send(MUSIC)
  clock.advance(400)
  sender.send(MUSIC)
  sender.setSpeaking(false)
  clock.advance(1_000)
  sender.send(MUSIC)
  const times = session.rtp().map((packet) => packet.readUInt32BE(4) - 96_000)
  expect(times).toEqual([0, 960, 960 + 48_000])
})

test('only the three bytes of silence are silence', () => {
  expect(isSilence(SILENCE)).toBe(true)
  expect(isSilence(Uint8Array.of(0xf8, 0xff, 0xfe, 0))).toBe(false)
  expect(isSilence(Uint8Array.of(0xf8, 0xff, 0xff))).toBe(false)
})
