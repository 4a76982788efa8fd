import { Op } from '../ops.ts'
import type { VoiceClient } from '../voice-client.ts'
import { decryptFrame, FrameEncryptor, isDaveFrame, type SenderKeys } from './dave-frame.ts'
import { DaveMember } from './dave-member.ts'

/** Old keys stay valid this long after their successors came (dave-protocol, "Transitions"). */
const OLD_KEYS_MS = 10_000

/** Everybody's keys of one epoch. */
interface EpochKeys {
  readonly keys: Map<string, SenderKeys>
  /** Monotonic ms; Infinity for the newest. */
  expiresAtMs: number
}

/**
 * A client's end-to-end encryption: it follows the gateway's DAVE messages in their order, decrypts
 * with the keys of the present epoch or a recent one, and changes its own key when told to.
 */
export class DaveSession {
  readonly #userId: string
  readonly #client: VoiceClient
  readonly #member: DaveMember
  /** Called when new keys are there: frames that nobody could open may open now. */
  readonly #onKeys: () => void
  #epochs: EpochKeys[] = []
  #encryptor: FrameEncryptor | undefined
  /** By transition id: the keys that op 22 makes us send with. */
  readonly #prepared = new Map<number, SenderKeys>()
  #work: Promise<void> = Promise.resolve()
  #failure: unknown
  #resets = 0
  #ready = Promise.withResolvers<void>()

  constructor(userId: string, channelId: string, client: VoiceClient, onKeys: () => void) {
    this.#userId = userId
    this.#client = client
    this.#member = new DaveMember(userId, channelId)
    this.#onKeys = onKeys
  }

  /** User ids of the group that this client is in. */
  get members(): string[] {
    return this.#member.established ? this.#member.members : []
  }

  get epoch(): bigint {
    return this.#member.established ? this.#member.epoch : 0n
  }

  /** How often the gateway had the group founded anew (op 24 with epoch 1). */
  get resets(): number {
    return this.#resets
  }

  /** Resolves as soon as this client may send encrypted. */
  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  /** Op 4 came with DAVE on, or the group is to be founded anew. */
  begin(): void {
    this.#enqueue(async () => {
      this.#encryptor = undefined
      this.#prepared.clear()
      this.#client.sendBinary(Op.keyPackage, await this.#member.reset())
    })
  }

  /** Tells the gateway that the last commit or Welcome was unusable, and asks to be let in anew. */
  loseGroup(): void {
    this.#enqueue(() => this.#reject(0))
  }

  onJson(op: number, d: Record<string, unknown>): void {
    if (op === Op.executeTransition) {
      this.#enqueue(async () => this.#execute(Number(d.transition_id)))
    } else if (op === Op.prepareEpoch && d.epoch === 1) {
      this.#resets++
      this.#ready = Promise.withResolvers()
      this.begin()
    }
  }

  onBinary(op: number, payload: Buffer): void {
    if (op === Op.externalSender) {
      this.#enqueue(async () => this.#member.setExternalSender(payload))
    } else if (op === Op.proposals) {
      this.#enqueue(async () => {
        this.#client.sendBinary(Op.commitWelcome, await this.#member.propose(payload))
      })
    } else if (op === Op.announceCommit || op === Op.welcome) {
      this.#enqueue(() => this.#enterEpoch(op, payload))
    }
  }

  /** Throws while there is no key to send with. */
  encrypt(frame: Uint8Array): Buffer {
    if (!this.#encryptor) throw new Error('no DAVE key to send with yet')
    return this.#encryptor.encrypt(frame)
  }

  /** The frame, `plaintext` if it never was encrypted, or null if no key opens it (yet). */
  decrypt(userId: string, frame: Buffer): { opus: Buffer; plaintext: boolean } | null {
    if (!isDaveFrame(frame)) return { opus: frame, plaintext: true }
    const now = performance.now()
    for (const { keys, expiresAtMs } of this.#epochs) {
      const senderKeys = expiresAtMs > now ? keys.get(userId) : undefined
      const opus = senderKeys && decryptFrame(frame, senderKeys)
      if (opus) return { opus, plaintext: false }
    }
    return null
  }

  async #enterEpoch(op: number, payload: Buffer): Promise<void> {
    const transitionId = payload.readUInt16BE(0)
    try {
      if (op === Op.welcome) await this.#member.welcome(payload.subarray(2))
      else await this.#member.commit(payload.subarray(2))
    } catch (error) {
      this.#failure = error
      await this.#reject(transitionId)
      return
    }
    const keys = new Map<string, SenderKeys>()
    for (const userId of this.#member.members) {
      keys.set(userId, await this.#member.senderKeys(userId))
    }
    const now = performance.now()
    for (const epoch of this.#epochs) {
      epoch.expiresAtMs = Math.min(epoch.expiresAtMs, now + OLD_KEYS_MS)
    }
    this.#epochs = [
      { keys, expiresAtMs: Infinity },
      ...this.#epochs.filter(({ expiresAtMs }) => expiresAtMs > now),
    ]
    this.#onKeys()
    this.#prepared.set(transitionId, await this.#member.senderKeys(this.#userId))
    if (transitionId === 0) this.#execute(0)
    else this.#client.sendJson(Op.transitionReady, { transition_id: transitionId })
  }

  async #reject(transitionId: number): Promise<void> {
    this.#client.sendJson(Op.invalidCommitWelcome, { transition_id: transitionId })
    this.#client.sendBinary(Op.keyPackage, await this.#member.reset())
  }

  #execute(transitionId: number): void {
    const keys = this.#prepared.get(transitionId)
    if (!keys) return
    this.#prepared.delete(transitionId)
    this.#encryptor = new FrameEncryptor(keys)
    this.#ready.resolve()
  }

  /** What last made this client reject a message of the gateway, for a test that fails. */
  get failure(): unknown {
    return this.#failure
  }

  #enqueue(task: () => Promise<void>): void {
    this.#work = this.#work.then(task).catch((error: unknown) => {
      this.#failure = error
    })
  }
}
