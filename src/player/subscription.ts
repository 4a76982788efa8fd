import type { PublishedEvent, Subscriber } from './subscriber.ts'

/** The most events that wait for one subscriber: minutes of a large bot. */
const KEPT = 10_000

export type Loss = 'overflow' | 'failed'

/**
 * One subscriber's bounded line of events, in the order in which they were published. When it's
 * full the oldest event is dropped: a subscriber that's too slow knows the newest ones at least. An
 * event whose `take` throws or rejects is lost for that subscriber alone, and the next one follows.
 */
export class Subscription {
  readonly #subscriber: Subscriber
  readonly #lost: (loss: Loss, error: unknown) => void
  readonly #caughtUp: () => void
  #waiting: PublishedEvent[] = []
  #underWay = 0

  /** `lost` is told of each event that the subscriber misses; `caughtUp`, each time that none waits. */
  constructor(
    subscriber: Subscriber,
    lost: (loss: Loss, error: unknown) => void,
    caughtUp: () => void,
  ) {
    this.#subscriber = subscriber
    this.#lost = lost
    this.#caughtUp = caughtUp
  }

  push(event: PublishedEvent): void {
    this.#waiting.push(event)
    if (this.#waiting.length <= KEPT) return
    this.#waiting.shift()
    this.#lost('overflow', null)
  }

  /** Hands over what waits, as far as the subscriber takes it now. Never throws. */
  pump(): void {
    const { atOnce = 1 } = this.#subscriber
    let isWell = true
    while (this.#underWay < atOnce) {
      const event = this.#waiting.shift()
      if (event === undefined) break
      isWell = this.#handOver(event) && isWell
    }
    if (isWell && this.#waiting.length === 0 && this.#underWay === 0) this.#caughtUp()
  }

  /** Whether it was taken, or is being taken. */
  #handOver(event: PublishedEvent): boolean {
    try {
      const taking = this.#subscriber.take(event)
      if (taking === undefined) return true
      this.#underWay++
      void taking.then(
        () => this.#pumpOn(),
        (error: unknown) => {
          this.#lost('failed', error)
          this.#underWay--
          if (this.#waiting.length > 0) this.pump()
        },
      )
      return true
    } catch (error) {
      this.#lost('failed', error)
      return false
    }
  }

  #pumpOn(): void {
    this.#underWay--
    this.pump()
  }
}
