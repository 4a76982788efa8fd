import { fileURLToPath } from 'node:url'
import type { Subprocess } from 'bun'
import { digests } from '../sound/frame-digests.ts'
import type { Account, FromClient, Place, ToClient } from './messages.ts'

/** The unmodified clients that stand ready. */
const SCRIPTS = {
  'discordjs-voice': new URL('./discordjs-voice.ts', import.meta.url),
  dysnomia: new URL('./dysnomia.ts', import.meta.url),
} as const

const DEADLINE_MS = 60_000
const POLL_MS = 10

/**
 * An unmodified voice client in a process of its own, since NODE_EXTRA_CA_CERTS is read only when a
 * process starts.
 */
export class VoiceChild implements AsyncDisposable {
  readonly #process: Subprocess
  readonly #messages: FromClient[] = []
  #wake: (() => void) | undefined

  static async start(client: keyof typeof SCRIPTS, caPath: string): Promise<VoiceChild> {
    const child = new VoiceChild(fileURLToPath(SCRIPTS[client]), caPath)
    await child.next('started')
    return child
  }

  private constructor(script: string, caPath: string) {
    this.#process = Bun.spawn([process.execPath, script], {
      // dysnomia sets timers that lie in the past, and Bun would warn of each.
      env: { ...process.env, NODE_EXTRA_CA_CERTS: caPath, NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'inherit', 'inherit'],
      ipc: (message: FromClient) => {
        this.#messages.push(message)
        this.#wake?.()
      },
    })
  }

  /** Takes a place; resolves when the transport is ready. */
  async join(place: Place): Promise<void> {
    this.send({ type: 'join', place })
    await this.next('connected')
  }

  /** Logs in and joins through the main gateway; resolves when the transport is ready. */
  async login(account: Account): Promise<void> {
    this.send({ type: 'login', account })
    await this.next('connected')
  }

  whenEncrypted(): Promise<FromClient> {
    return this.next('encrypted')
  }

  async speak(frames: readonly Uint8Array[]): Promise<void> {
    this.send({ type: 'speak', frames: frames.map((f) => Buffer.from(f).toString('base64')) })
    await this.next('spoke')
  }

  /** Speaks the frames over and over until `isOver`; resolves with all that were spoken. */
  async speakUntil(isOver: () => boolean, frames: readonly Uint8Array[]): Promise<Uint8Array[]> {
    const spoken: Uint8Array[] = []
    do {
      await this.speak(frames)
      spoken.push(...frames)
    } while (!isOver())
    return spoken
  }

  /** Digests of the frames heard from a user, once there are so many; fewer if they do not come in time. */
  async heard(userId: string, count: number): Promise<string[]> {
    for (const deadline = performance.now() + DEADLINE_MS; ; await Bun.sleep(POLL_MS)) {
      this.send({ type: 'report', userId })
      const { frames } = await this.next('heard')
      const heard = digests(frames.map((text) => Buffer.from(text, 'base64')))
      if (heard.length >= count || performance.now() > deadline) return heard
    }
  }

  /** Takes the oldest message of a type; rejects if none comes in time, or a failure does. */
  async next<T extends FromClient['type']>(type: T): Promise<Extract<FromClient, { type: T }>> {
    const deadline = performance.now() + DEADLINE_MS
    for (;;) {
      const failure = this.#messages.find((message) => message.type === 'failed')
      if (failure) throw new Error(`the client failed: ${failure.reason}`)
      const index = this.#messages.findIndex((message) => message.type === type)
      if (index >= 0) return this.#messages.splice(index, 1)[0] as Extract<FromClient, { type: T }>
      const leftMs = deadline - performance.now()
      if (leftMs <= 0) throw new Error(`the client sent no '${type}' within ${DEADLINE_MS} ms`)
      await this.#anyMessage(leftMs)
    }
  }

  send(message: ToClient): void {
    this.#process.send(message)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill()
    await this.#process.exited
  }

  #anyMessage(withinMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, withinMs)
    this.#wake = () => {
      clearTimeout(timer)
      resolve()
    }
    return promise
  }
}
