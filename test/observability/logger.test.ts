import { expect, test } from 'bun:test'
import { createLogger, reasonOf } from '../../src/observability/logger.ts'

function collect(level: 'debug' | 'info' = 'info') {
  const lines: string[] = []
  const log = createLogger({
    level,
    secrets: ['t0ken', ''],
    write: (line) => void lines.push(line),
  })
  return { lines, log }
}

test('a line is JSON with its time, level, message and fields', () => {
  const { lines, log } = collect()
  log.warn('careful', { guildId: '1', ms: 2.5, ok: true, none: null })
  const line: unknown = JSON.parse(lines[0] ?? '')
  expect(line).toMatchObject({ level: 40, msg: 'careful', guildId: '1', ms: 2.5, ok: true })
  expect(line).toHaveProperty('time')
})

test('no secret passes, wherever in a line it stands', () => {
  const { lines, log } = collect()
  log.error('bad t0ken', reasonOf(new Error('https://x/?auth=t0ken')))
  expect(lines.join()).not.toContain('t0ken')
  expect(lines.join()).toContain('https://x/?auth=[hidden]')
})

test('lines below the level are left out', () => {
  const { lines, log } = collect()
  log.debug('detail')
  log.info('news')
  expect(lines).toHaveLength(1)
})

test('an error is logged by its kind and message, without a stack', () => {
  expect(reasonOf(new TypeError('no'))).toEqual({ reason: 'TypeError: no' })
  expect(reasonOf('plain')).toEqual({ reason: 'plain' })
})
