import { expect, test } from 'bun:test'
import { addressPolicy } from '../../src/net/address-policy.ts'
import { WebSuggestions } from '../../src/sources/web-suggestions.ts'
import { ManualClock } from '../discord/manual-clock.ts'

/** A service that answers so. */
function service(answer: () => Response | Promise<Response>) {
  const clock = new ManualClock(0)
  const asked: (string | null)[] = []
  const web = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async ({ url }) => {
      asked.push(new URL(url).searchParams.get('q'))
      return await answer()
    },
  })
  const policy = addressPolicy({ allowed: [`127.0.0.1:${web.port}`] })
  const words = new WebSuggestions(`${web.url}suggest?q={searchTerms}`, policy, clock)
  return { words, asked, clock, [Symbol.dispose]: () => void web.stop(true) }
}

const json = (value: unknown) => () => Response.json(value)

test('what is typed is asked for as it is, and its completions come in their order', async () => {
  using one = service(json(['x', ['first', 'second', 3, 'a\nline', 'x'.repeat(101)], [], {}]))
  expect(await one.words.for(' $& what? ')).toEqual(['first', 'second', 'a line'])
  expect(one.asked).toEqual(['$& what?'])
})

test('the same text is asked for once in ten minutes, and one letter not at all', async () => {
  using one = service(json(['x', ['first']]))
  for (let time = 0; time < 3; time++) expect(await one.words.for('needle')).toEqual(['first'])
  expect(await one.words.for('n')).toEqual([])
  expect(one.asked).toHaveLength(1)
  one.clock.advance(10 * 60_000)
  await one.words.for('needle')
  expect(one.asked).toHaveLength(2)
})

test('of texts some hundred are remembered', async () => {
  using one = service(json(['x', ['first']]))
  for (let text = 0; text < 501; text++) await one.words.for(`needle ${text}`)
  await one.words.for('needle 500')
  expect(one.asked).toHaveLength(501)
  await one.words.for('needle 0')
  expect(one.asked).toHaveLength(502)
})

test.each([
  ['no JSON', () => new Response('<html>')],
  ['something else', json({ words: ['x'] })],
  ['a refusal', () => new Response('no', { status: 429 })],
  ['more than anybody reads', () => new Response(`["x",["${'x'.repeat(70_000)}"]]`)],
])(
  '%s is no suggestion, and a service that answers so thrice is left alone for a minute',
  async (_what, answer) => {
    using one = service(answer)
    for (let letter = 0; letter < 5; letter++)
      expect(await one.words.for(`needle ${letter}`)).toEqual([])
    expect(one.asked).toHaveLength(3)
    one.clock.advance(60_000)
    await one.words.for('again')
    expect(one.asked).toHaveLength(4)
  },
)

test('a service that is slow is asked by few at once', async () => {
  const answer = Promise.withResolvers<string>()
  using one = service(async () => new Response(await answer.promise))
  const asked = Array.from({ length: 10 }, (_, n) => one.words.for(`needle ${n}`))
  answer.resolve('["x",["first"]]')
  const answers = await Promise.all(asked)
  expect(answers.filter(({ length }) => length > 0)).toHaveLength(4)
})

test('without a service nobody is asked', async () => {
  expect(await new WebSuggestions(null, addressPolicy({})).for('needle')).toEqual([])
})
