import type { Media } from '../../domain/media.ts'
import type { FromWorker, Renewal } from '../protocol/messages.ts'

/** Links that have ended, on their way to the main thread, which alone can ask their sources for others. */
export class Renewals {
  readonly #post: (message: FromWorker) => void
  readonly #pending = new Map<number, (media: Media | null) => void>()
  #nextId = 1

  constructor(post: (message: FromWorker) => void) {
    this.#post = post
  }

  /** Resolves with null when there's no other link, and when the signal aborts. Never rejects. */
  ask(renewal: Renewal, signal: AbortSignal): Promise<Media | null> {
    if (signal.aborted) return Promise.resolve(null)
    const id = this.#nextId++
    const { promise, resolve } = Promise.withResolvers<Media | null>()
    const drop = () => {
      this.#post({ type: 'renewal-dropped', id })
      this.answer(id, null)
    }
    signal.addEventListener('abort', drop, { once: true })
    this.#pending.set(id, (media) => {
      signal.removeEventListener('abort', drop)
      resolve(media)
    })
    this.#post({ type: 'renewal', id, renewal })
    return promise
  }

  /** The main thread's answer; one that nobody waits for any more is dropped. */
  answer(id: number, media: Media | null): void {
    const settle = this.#pending.get(id)
    this.#pending.delete(id)
    settle?.(media)
  }
}
