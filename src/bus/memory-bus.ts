import type { Clock } from '../base/clock.ts'
import { within } from '../base/within.ts'
import { type Bus, BusError, type Json } from './bus.ts'
import { packed, refusalOf, unpacked } from './wire.ts'

type Answer = (payload: Json) => Promise<Json>

/** The bus of one process. Messages are copied, as they would be between two. */
export class MemoryBus implements Bus {
  readonly health = { state: 'ok', reason: null } as const
  readonly #clock: Clock
  readonly #subscribers = new Map<string, Set<(payload: Json) => void>>()
  readonly #answers = new Map<string, Answer>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async publish(topic: string, payload: Json): Promise<void> {
    const text = packed(payload)
    for (const handler of [...(this.#subscribers.get(topic) ?? [])]) {
      queueMicrotask(() => contained(() => handler(copied(text))))
    }
  }

  async subscribe(topic: string, handler: (payload: Json) => void): Promise<AsyncDisposable> {
    const handlers = this.#subscribers.get(topic) ?? new Set()
    // A wrapper of its own, so that the same function subscribed twice is two subscriptions.
    const own = (payload: Json) => handler(payload)
    handlers.add(own)
    this.#subscribers.set(topic, handlers)
    return {
      [Symbol.asyncDispose]: async () => {
        handlers.delete(own)
      },
    }
  }

  async request(topic: string, payload: Json, deadlineMs: number): Promise<Json> {
    const text = packed(payload)
    const answer = this.#answers.get(topic)
    if (answer === undefined) throw new BusError('nobody', topic)
    return await within(this.#clock, deadlineMs, answered(answer, text), () => {
      throw new BusError('deadline')
    })
  }

  async answer(topic: string, handler: Answer): Promise<AsyncDisposable> {
    this.#answers.set(topic, handler)
    return {
      [Symbol.asyncDispose]: async () => {
        if (this.#answers.get(topic) === handler) this.#answers.delete(topic)
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#subscribers.clear()
    this.#answers.clear()
  }
}

async function answered(answer: Answer, text: string): Promise<Json> {
  try {
    return copied(packed(await answer(copied(text))))
  } catch (error) {
    if (error instanceof BusError) throw error
    throw new BusError('refused', refusalOf(error), { cause: error })
  }
}

function copied(text: string): Json {
  return unpacked(text) ?? null
}

function contained(work: () => void): void {
  try {
    work()
  } catch {
    // A subscriber's fault is not the publisher's; it has its own log.
  }
}
