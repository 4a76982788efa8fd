import { expect, test } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import { Turns } from '../../src/sources/turns.ts'

const NEVER = new AbortController().signal

/** Asks for turns and notes who got theirs, in order. */
function desk(turns: Turns) {
  const served: string[] = []
  const held = new Map<string, Disposable>()
  const asks = (name: string, signal = NEVER): Promise<void> =>
    turns.take(name.charAt(0), signal).then((turn) => {
      served.push(name)
      held.set(name, turn)
    })
  const ends = async (name: string): Promise<void> => {
    held.get(name)?.[Symbol.dispose]()
    await settled()
  }
  return { served, asks, ends }
}

/** All that follows from what was resolved so far has run. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

test('a server that asks for much does not keep the others waiting', async () => {
  const { served, asks, ends } = desk(new Turns({ atOnce: 2, perServer: 1, waitingPerServer: 5 }))
  for (const name of ['a1', 'a2', 'a3', 'b1', 'c1']) void asks(name)
  await settled()
  expect(served).toEqual(['a1', 'b1'])
  await ends('b1')
  expect(served).toEqual(['a1', 'b1', 'c1'])
  void asks('b2')
  await ends('a1')
  expect(served).toEqual(['a1', 'b1', 'c1', 'a2'])
  await ends('a2')
  expect(served.slice(4)).toEqual(['b2'])
  await ends('c1')
  expect(served.slice(5)).toEqual(['a3'])
})

test('a server’s line is bounded, and it fills no other’s', async () => {
  const { served, asks } = desk(new Turns({ atOnce: 1, perServer: 1, waitingPerServer: 2 }))
  for (const name of ['a1', 'a2', 'a3']) void asks(name)
  expect(asks('a4')).rejects.toEqual(new SegueError('finding-full'))
  void asks('b1')
  await settled()
  expect(served).toEqual(['a1'])
})

test('who goes away leaves the line, and who works on does not', async () => {
  const { served, asks, ends } = desk(new Turns({ atOnce: 1, perServer: 1, waitingPerServer: 2 }))
  const away = new AbortController()
  void asks('a1', away.signal)
  const gone = asks('a2', away.signal)
  void asks('a3')
  await settled()
  away.abort(new Error('gone'))
  expect(gone).rejects.toThrow('gone')
  await ends('a1')
  expect(served).toEqual(['a1', 'a3'])
})
