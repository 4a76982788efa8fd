import { type ErrorCode, SegueError } from '../../base/error.ts'
import type { CallMessage, CallName, CallResult, Calls } from './messages.ts'

interface Pending {
  readonly resolve: (value: Calls[CallName]['reply']) => void
  readonly reject: (error: SegueError) => void
}

/** The calling end: numbers calls and pairs each with its result. Knows no thread, only `post`. */
export class CallClient {
  readonly #post: (message: CallMessage) => void
  readonly #pending = new Map<number, Pending>()
  #nextId = 1
  #closed: { readonly code: ErrorCode; readonly detail: string | null } | null = null

  constructor(post: (message: CallMessage) => void) {
    this.#post = post
  }

  /** Calls that await their result. */
  get pending(): number {
    return this.#pending.size
  }

  /** Rejects with the `SegueError` that the other end answered, or with that of `close`. */
  call<K extends CallName>(name: K, args: Calls[K]['args']): Promise<Calls[K]['reply']> {
    if (this.#closed) {
      return Promise.reject(new SegueError(this.#closed.code, this.#closed.detail))
    }
    const id = this.#nextId++
    const { promise, resolve, reject } = Promise.withResolvers<Calls[CallName]['reply']>()
    this.#pending.set(id, { resolve, reject })
    const message: CallMessage<K> = { type: 'call', id, name, args }
    this.#post(message)
    // The ids pair each reply with its call, so its type is the one declared for `K`.
    return promise as Promise<Calls[K]['reply']>
  }

  /** Takes a result from the other end; drops one whose id nobody waits for. */
  settle(result: CallResult): void {
    const pending = this.#pending.get(result.id)
    if (!pending) return
    this.#pending.delete(result.id)
    if (result.type === 'reply') pending.resolve(result.value)
    else pending.reject(new SegueError(result.code, result.detail))
  }

  /** Fails every pending call and every later one with `code`: the other end is gone. */
  close(code: ErrorCode, detail: string | null = null): void {
    this.#closed ??= { code, detail }
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const call of pending) call.reject(new SegueError(code, detail))
  }
}
