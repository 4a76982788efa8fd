import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Bus, BusError, type Json, MESSAGE_LIMIT } from '../../src/bus/bus.ts'
import { until } from '../discord/until.ts'

/** Two ends of one bus: of a memory bus both are the same. */
export interface BusEnds extends AsyncDisposable {
  readonly here: Bus
  readonly there: Bus
}

/** What every bus must do. */
export function keepsTheBusContract(name: string, open: () => Promise<BusEnds>): void {
  describe(`a bus in ${name}`, () => {
    let ends: BusEnds
    beforeAll(async () => {
      ends = await open()
    })
    afterAll(() => ends[Symbol.asyncDispose]())

    test('what is published reaches every subscriber of the topic, and no others', async () => {
      const topic = crypto.randomUUID()
      const heard: Json[] = []
      await using _one = await ends.there.subscribe(topic, (payload) => heard.push(payload))
      await using _two = await ends.here.subscribe(topic, (payload) => heard.push(payload))
      await using _other = await ends.there.subscribe(`${topic}-other`, () => heard.push('other'))
      await ends.here.publish(topic, { track: 'ö', at: [1, null] })
      await until(() => heard.length === 2, 'both to hear it')
      expect(heard).toEqual([
        { track: 'ö', at: [1, null] },
        { track: 'ö', at: [1, null] },
      ])
    })

    test('messages of one publisher come in order, and none after the subscription ended', async () => {
      const topic = crypto.randomUUID()
      const heard: Json[] = []
      const subscription = await ends.there.subscribe(topic, (payload) => heard.push(payload))
      for (let n = 0; n < 100; n++) await ends.here.publish(topic, n)
      await until(() => heard.length === 100, 'all of them')
      expect(heard).toEqual(Array.from({ length: 100 }, (_, n) => n))
      await subscription[Symbol.asyncDispose]()
      await ends.here.publish(topic, 'late')
      await using _last = await ends.there.subscribe(topic, (payload) => heard.push(payload))
      await ends.here.publish(topic, 'last')
      await until(() => heard.includes('last'), 'the last one')
      expect(heard).not.toContain('late')
    })

    test('the others still hear when a subscriber throws', async () => {
      const topic = crypto.randomUUID()
      const heard: Json[] = []
      await using _bad = await ends.there.subscribe(topic, () => {
        throw new Error('on purpose')
      })
      await using _good = await ends.there.subscribe(topic, (payload) => heard.push(payload))
      await ends.here.publish(topic, 1)
      await until(() => heard.length === 1, 'the other subscriber')
    })

    test('a request is answered by who answers to its topic', async () => {
      const topic = crypto.randomUUID()
      await using _answer = await ends.there.answer(topic, async (payload) => ({ got: payload }))
      expect(await ends.here.request(topic, [1, 2], 10_000)).toEqual({ got: [1, 2] })
    })

    test('requests side by side each get their own answer', async () => {
      const topic = crypto.randomUUID()
      const gates = [0, 1, 2].map(() => Promise.withResolvers<void>())
      await using _answer = await ends.there.answer(topic, async (payload) => {
        await gates[Number(payload)]?.promise
        return payload
      })
      const asked = [0, 1, 2].map((n) => ends.here.request(topic, n, 10_000))
      for (const gate of gates.toReversed()) gate.resolve()
      expect(await Promise.all(asked)).toEqual([0, 1, 2])
    })

    test('a refusal carries its code and nothing else', async () => {
      const topic = crypto.randomUUID()
      await using _answer = await ends.there.answer(topic, async () => {
        throw Object.assign(new Error('secret words'), { code: 'nothing-playing' })
      })
      const error = await failure(ends.here.request(topic, null, 10_000))
      expect([error.code, error.detail]).toEqual(['refused', 'nothing-playing'])
      expect(error.message).not.toContain('secret')
    })

    test('a request that nobody answers to fails at once, one that is not answered at its deadline', async () => {
      const topic = crypto.randomUUID()
      expect((await failure(ends.here.request(topic, null, 60_000))).code).toBe('nobody')
      await using _answer = await ends.there.answer(topic, () => new Promise<Json>(() => {}))
      expect((await failure(ends.here.request(topic, null, 50))).code).toBe('deadline')
    })

    test('a process that stopped answering no longer counts', async () => {
      const topic = crypto.randomUUID()
      const answer = await ends.there.answer(topic, async () => 1)
      await answer[Symbol.asyncDispose]()
      expect((await failure(ends.here.request(topic, null, 10_000))).code).toBe('nobody')
    })

    test('what is too large is refused before it is sent, as request and as answer', async () => {
      const topic = crypto.randomUUID()
      const huge = 'x'.repeat(MESSAGE_LIMIT)
      await using _answer = await ends.there.answer(topic, async () => huge)
      expect((await failure(ends.here.publish(topic, huge))).code).toBe('too-large')
      expect((await failure(ends.here.request(topic, huge, 10_000))).code).toBe('too-large')
      const answered = await failure(ends.here.request(topic, null, 10_000))
      expect([answered.code, answered.detail]).toContain('too-large')
    })
  })
}

/** The error with which the promise rejects; anything else fails the test. */
export async function failure(promise: Promise<unknown>): Promise<BusError> {
  try {
    const value = await promise
    throw new Error(`did not fail: ${JSON.stringify(value)}`)
  } catch (error) {
    if (error instanceof BusError) return error
    throw error
  }
}
