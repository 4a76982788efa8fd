import { expect, test } from 'bun:test'
import {
  type ConnectionData,
  DAVESession,
  Networking,
  NetworkingStatusCode,
  VoiceUDPSocket,
  VoiceWebSocket,
} from '@discordjs/voice'
import { type Addon, loadAddon } from '../../../src/engine/native/addon.ts'
import { FrameSender, isSilence } from '../../../src/engine/sender/frame-sender.ts'
import { ManualClock } from '../../discord/manual-clock.ts'

const MUSIC = Uint8Array.of(0xfc, 1, 2, 3, 4, 5, 6, 7, 8, 9)
const SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe)
/** Nothing listens there: only what would be sent matters. */
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

/** A sender for it whose gate lets music pass, as it does once the session is established. */
function senderOf(networking: Networking, clock = new ManualClock(), addon: Addon | null = null) {
  const sender = new FrameSender(networking, clock, addon)
  const { state } = networking
  if (state.code !== NetworkingStatusCode.Ready) throw new Error('not established')
  sender.use(state)
  sender.gate = 'music'
  return sender
}

function daveSession(version: number): DAVESession {
  const dave = new DAVESession(version, '9', '2', {})
  dave.reinit()
  return dave
}

// Handed the same frame, the library itself sends it in clear.
test('with DAVE on and no keys, audio is refused at the moment of sending, and silence is not', () => {
  using session = established(daveSession(1))
  const sender = senderOf(session.networking)
  expect(sender.send(MUSIC)).toBe(false)
  expect(session.rtp()).toHaveLength(0)
  expect(sender.send(SILENCE)).toBe(true)
  expect(session.rtp()).toHaveLength(1)
})

test('nor does audio leave the short way, through the addon', () => {
  const { addon, reason } = loadAddon()
  if (!addon) throw new Error(reason)
  using session = established(daveSession(1))
  const sent: number[] = []
  class Counting {
    send(packet: Uint8Array): boolean {
      sent.push(packet.length)
      return true
    }
    close(): void {}
  }
  const counting: Addon = { ...addon, VoiceSender: Counting }
  using sender = senderOf(session.networking, new ManualClock(), counting)
  sender.useSocket(1)
  expect(sender.send(MUSIC)).toBe(false)
  expect(sender.send(SILENCE)).toBe(true)
  expect(sent).toEqual([SILENCE.length])
  expect(session.rtp()).toHaveLength(0)
})

test('the way is chosen when the session is ready, and again when its socket breaks', () => {
  const { addon, reason } = loadAddon()
  if (!addon) throw new Error(reason)
  using session = established(undefined)
  const made: { works: boolean; closed: boolean; sent: number }[] = []
  class Breaking {
    readonly #self = { works: true, closed: false, sent: 0 }
    constructor() {
      made.push(this.#self)
    }
    send(): boolean {
      if (this.#self.works) this.#self.sent += 1
      return this.#self.works
    }
    close(): void {
      this.#self.closed = true
    }
  }
  using sender = senderOf(session.networking, new ManualClock(), {
    ...addon,
    VoiceSender: Breaking,
  })
  expect(sender.send(MUSIC)).toBe(true)
  expect(session.rtp()).toHaveLength(1) // the library's, without a socket yet
  sender.useSocket(1)
  for (let n = 0; n < 3; n++) expect(sender.send(MUSIC)).toBe(true)
  expect(made).toEqual([{ works: true, closed: false, sent: 3 }])
  for (const one of made) one.works = false
  expect(sender.send(MUSIC)).toBe(true)
  expect(session.rtp()).toHaveLength(2)
  expect(made).toEqual([{ works: false, closed: true, sent: 3 }])
})

test('the gate lets silence or nothing pass, whatever the session could carry', () => {
  using session = established(undefined)
  const sender = senderOf(session.networking)
  sender.gate = 'silence'
  expect([sender.send(MUSIC), sender.send(SILENCE)]).toEqual([false, true])
  sender.gate = 'shut'
  expect([sender.send(MUSIC), sender.send(SILENCE)]).toEqual([false, false])
  sender.gate = 'music'
  sender.use(null)
  expect([sender.send(MUSIC), sender.send(SILENCE)]).toEqual([false, false])
  expect(session.rtp()).toHaveLength(1)
})

test('a session that was downgraded refuses audio', () => {
  const dave = daveSession(1)
  using session = established(dave)
  const sender = senderOf(session.networking)
  sender.send(MUSIC)
  dave.prepareTransition({ transition_id: 0, protocol_version: 0 })
  expect(dave.protocolVersion).toBe(0)
  expect(sender.send(MUSIC)).toBe(false)
  expect(session.rtp()).toHaveLength(0)
})

test('without DAVE a frame leaves as one RTP packet, and the counters go on by one frame', () => {
  using session = established(daveSession(0))
  const sender = senderOf(session.networking)
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
  const sender = senderOf(session.networking, clock)
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
