import { expect, test } from 'bun:test'
import { newSecret } from '../../src/keys/secret.ts'
import { createLogger, reasonOf } from '../../src/observability/logger.ts'

function collect(
  level: 'debug' | 'info' = 'info',
  secrets = ['t0ken', ''],
  pretty: { color: boolean } | null = null,
) {
  const lines: string[] = []
  const log = createLogger({
    level,
    pretty,
    secrets,
    write: (line) => void lines.push(line),
  })
  return { lines, log }
}

test('a line is JSON with its time, the name of its level, message and fields', () => {
  const { lines, log } = collect()
  log.warn('careful', { guildId: '1', ms: 2.5, ok: true, none: null })
  const line: unknown = JSON.parse(lines[0] ?? '')
  expect(line).toMatchObject({ level: 'warn', msg: 'careful', guildId: '1', ms: 2.5, ok: true })
  expect(line).toHaveProperty('time')
})

test('no secret passes, wherever in a line it stands', () => {
  const { lines, log } = collect()
  log.error('bad t0ken', reasonOf(new Error('https://x/?auth=t0ken refused t0ken')))
  expect(lines.join()).not.toContain('t0ken')
  expect(lines.join()).toContain('https://x/ refused [hidden]')
})

test('a secret with marks of JSON in it is found, and one that is found in JSON’s marks breaks nothing', () => {
  const { lines, log } = collect('info', ['pa"ss\\word', '3', ':'])
  log.warn('refused: pa"ss\\word', { url: 'postgres://u:pa"ss\\word@db', port: 3_000 })
  const line: unknown = JSON.parse(lines[0] ?? '')
  expect(line).toMatchObject({ level: 'warn', port: 3_000, msg: 'refused[hidden] [hidden]' })
  expect(lines.join()).not.toContain('word@')
})

test('a secret that holds another is cut out whole', () => {
  const { lines, log } = collect('info', ['abc', 'abcdef'])
  log.info('abcdef abc')
  expect(lines.join()).toContain('"[hidden] [hidden]"')
})

test('an API key is cut out although the log doesn’t know it beforehand', () => {
  const { lines, log } = collect()
  const { text } = newSecret()
  log.info(`no such key: ${text}.`, { header: `x-api-key: ${text}` })
  expect(lines.join()).not.toContain(text.slice(10))
  expect(lines.join()).toContain('no such key: [hidden].')
  log.info('segue_first_frame_seconds')
  expect(lines.join()).toContain('segue_first_frame_seconds')
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

test('a link is cut to its host and path, wherever in a line it stands', () => {
  const { lines, log } = collect()
  const signed = 'https://me:pass@cdn.example:8080/a/b%20c.mp3?ex=1&hm=5167#t'
  log.warn(`not read: ${signed}, "${signed}"`, { detail: signed, ...reasonOf(new Error(signed)) })
  const cut = 'https://cdn.example:8080/a/b%20c.mp3'
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    msg: `not read: ${cut} "${cut}"`,
    detail: cut,
    reason: `Error: ${cut}`,
  })
})

test('the link by which the bot is invited stays whole', () => {
  const { lines, log } = collect()
  log.info('invite', { link: 'https://discord.com/oauth2/authorize?client_id=1' })
  expect(lines.join()).toContain('authorize?client_id=1')
})

test('lines for people hold no secret and no signature either, and obey the level', () => {
  const { lines, log } = collect('info', ['t0ken'], { color: false })
  log.debug('detail')
  log.warn('bad t0ken', { detail: 'https://cdn.example/a.mp3?hm=5167', secret: 't0ken' })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toEndWith(
    ' WARN  bad [hidden] detail=https://cdn.example/a.mp3 secret=[hidden]\n',
  )
})
