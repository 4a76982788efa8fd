import { type Networking, NetworkingStatusCode, type VoiceWebSocket } from '@discordjs/voice'

/** More than any join brings before the session description; beyond it the oldest are dropped. */
const HELD_AT_MOST = 256

/** JSON opcodes that the library takes only once it knows its UDP peer: members come and go. */
const MEMBERSHIP = new Set<number>([0x0b, 0x0d])
/** JSON opcodes that the library takes only in an established session: DAVE transitions, epochs. */
const TRANSITIONS = new Set<number>([0x15, 0x16, 0x18])

interface Held {
  readonly kind: 'packet' | 'binary'
  readonly message: unknown
  readonly needs: 'peer' | 'dave' | 'session'
}

/**
 * Voice messages that arrive before the library takes them. It silently drops members (op 11) that
 * come before Ready, and all DAVE messages, above all the external sender (op 25), that come before
 * the session description or during a resume; without them the bot can't join the MLS group.
 * They're held here and handed over, in order, once the library takes them.
 */
export class EarlyMessages {
  readonly #networking: Networking
  #held: Held[] = []

  constructor(networking: Networking) {
    this.#networking = networking
  }

  /** Call this after the library has seen the message: messages that it didn't take are kept. */
  watch(ws: VoiceWebSocket): void {
    ws.on('packet', (packet: { op: number }) => {
      if (MEMBERSHIP.has(packet.op)) this.#hold({ kind: 'packet', message: packet, needs: 'peer' })
      if (TRANSITIONS.has(packet.op)) {
        this.#hold({ kind: 'packet', message: packet, needs: 'dave' })
      }
    })
    ws.on('binary', (message) => this.#hold({ kind: 'binary', message, needs: 'session' }))
  }

  /** Hands over the messages that the library takes now; `handOver` must not throw. */
  release(handOver: (kind: 'packet' | 'binary', message: unknown) => void): void {
    const due = this.#held.filter((held) => this.#isTaken(held.needs))
    if (due.length === 0) return
    this.#held = this.#held.filter((held) => !this.#isTaken(held.needs))
    for (const held of due) handOver(held.kind, held.message)
  }

  #hold(held: Held): void {
    if (this.#isTaken(held.needs)) return
    if (this.#held.length >= HELD_AT_MOST) this.#held.shift()
    this.#held.push(held)
  }

  #isTaken(needs: Held['needs']): boolean {
    const code = this.#networking.state.code
    if (needs === 'session') return code === NetworkingStatusCode.Ready
    if (needs === 'dave') {
      return code === NetworkingStatusCode.Ready || code === NetworkingStatusCode.Resuming
    }
    return code >= NetworkingStatusCode.UdpHandshaking && code <= NetworkingStatusCode.Resuming
  }
}
