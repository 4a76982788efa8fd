import { expect, test } from 'bun:test'
import { RememberedAnswers } from '../../src/fleet/remembered-answers.ts'
import { ManualClock } from '../discord/manual-clock.ts'

test('an answer is given again for a minute, and a refusal too', async () => {
  const clock = new ManualClock()
  const answers = new RememberedAnswers<number>(clock)
  let asked = 0
  const answer = async () => ++asked
  expect(await answers.once('a', answer)).toBe(1)
  clock.advance(59_000)
  expect(await answers.once('a', answer)).toBe(1)
  clock.advance(1_000)
  expect(await answers.once('a', answer)).toBe(2)
  const refuse = () => Promise.reject(new RangeError('no'))
  await expect(answers.once('b', refuse)).rejects.toThrow('no')
  await expect(answers.once('b', answer)).rejects.toThrow('no')
})

test('two thousand answers are kept at most, and the oldest go first', async () => {
  const answers = new RememberedAnswers<string>(new ManualClock())
  for (let call = 0; call < 2_500; call++) await answers.once(`${call}`, async () => 'first')
  expect(await answers.once('2499', async () => 'again')).toBe('first')
  expect(await answers.once('600', async () => 'again')).toBe('first')
  expect(await answers.once('499', async () => 'again')).toBe('again')
})
