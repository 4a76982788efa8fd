import type { VoiceStateRequest } from '../../domain/voice.ts'
import type { FromWorker, VoiceAnswer } from '../protocol/messages.ts'

/** Op 4 on its way up: pairs each request with the main thread's answer. */
export class VoiceRequests {
  readonly #post: (message: FromWorker) => void
  readonly #pending = new Map<number, (answer: VoiceAnswer) => void>()
  #nextId = 1

  constructor(post: (message: FromWorker) => void) {
    this.#post = post
  }

  send(request: VoiceStateRequest): Promise<VoiceAnswer> {
    const id = this.#nextId++
    return new Promise((resolve) => {
      this.#pending.set(id, resolve)
      this.#post({ type: 'voice-request', id, request })
    })
  }

  answer(id: number, answer: VoiceAnswer): void {
    this.#pending.get(id)?.(answer)
    this.#pending.delete(id)
  }
}
