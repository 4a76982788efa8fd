import { expect, test } from 'bun:test'
import {
  ALONE_AFTER_MS,
  DaveGate,
  ENCRYPTION_DEADLINE_MS,
  TRANSITION_PATIENCE_MS,
} from '../../../src/engine/voice/dave-gate.ts'

const waiting = { version: 1, ready: false, others: 1 }
const keyed = { version: 1, ready: true, others: 1 }
const alone = { version: 1, ready: false, others: 0 }
const off = { version: 0, ready: false, others: 1 }

test('a session without DAVE is open from the start', () => {
  expect(new DaveGate().judge(off, 0)).toBe('open')
})

test('while DAVE is on, nothing is open before the keys are there and the transition was executed', () => {
  const gate = new DaveGate()
  expect(gate.judge(waiting, 0)).toBe('encryption')
  expect(gate.judge(keyed, 100)).toBe('encryption')
  gate.transitioned()
  expect(gate.judge(keyed, 200)).toBe('open')
  expect(gate.deadlineMs).toBeNull()
})

test('keys are used after a while even if their transition is never executed', () => {
  const gate = new DaveGate()
  gate.judge(keyed, 100)
  expect(gate.deadlineMs).toBe(100 + TRANSITION_PATIENCE_MS)
  expect(gate.judge(keyed, 100 + TRANSITION_PATIENCE_MS)).toBe('open')
})

test('nobody is called alone before the list of members had time to arrive', () => {
  const gate = new DaveGate()
  expect(gate.judge(alone, 0)).toBe('encryption')
  expect(gate.deadlineMs).toBe(ALONE_AFTER_MS)
  expect(gate.judge(alone, ALONE_AFTER_MS)).toBe('alone')
  expect(gate.deadlineMs).toBeNull()
})

test('being alone for an hour is no failure, and somebody who comes starts the deadline', () => {
  const gate = new DaveGate()
  gate.judge(alone, 0)
  expect(gate.judge(alone, 3_600_000)).toBe('alone')
  expect(gate.judge(waiting, 3_600_000)).toBe('encryption')
  expect(gate.judge(waiting, 3_600_000 + ENCRYPTION_DEADLINE_MS - 1)).toBe('encryption')
  expect(gate.judge(waiting, 3_600_000 + ENCRYPTION_DEADLINE_MS)).toBe('failed')
})

test('an epoch that begins again closes the gate until its own transition is executed', () => {
  const gate = new DaveGate()
  gate.judge(keyed, 0)
  gate.transitioned()
  expect(gate.judge(keyed, 0)).toBe('open')
  expect(gate.judge(waiting, 10)).toBe('encryption')
  expect(gate.judge(keyed, 20)).toBe('encryption')
  gate.transitioned()
  expect(gate.judge(keyed, 30)).toBe('open')
})

test('a transition that is executed before there are keys does not count for them', () => {
  const gate = new DaveGate()
  gate.transitioned()
  expect(gate.judge(alone, 0)).toBe('encryption')
  expect(gate.judge(keyed, 10)).toBe('encryption')
})

test('a session that began with DAVE fails when it is downgraded, and never opens in clear', () => {
  const gate = new DaveGate()
  gate.judge(keyed, 0)
  gate.transitioned()
  expect(gate.judge({ ...keyed, version: 0 }, 10)).toBe('failed')
  expect(gate.judge(off, 20)).toBe('failed')
})

test('a session without DAVE that is upgraded waits for its keys', () => {
  const gate = new DaveGate()
  expect(gate.judge(off, 0)).toBe('open')
  expect(gate.judge(waiting, 10)).toBe('encryption')
})
