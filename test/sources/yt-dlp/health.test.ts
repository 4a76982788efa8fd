import { expect, test } from 'bun:test'
import { YtdlpHealth } from '../../../src/sources/yt-dlp/health.ts'
import { siteOf } from '../../../src/sources/yt-dlp/site.ts'

test('it fails after three faults in a row that aren’t the page’s, until it works again', () => {
  const health = new YtdlpHealth()
  const state = () => health.of(true)
  health.is('2026.01.01')
  expect(state()).toEqual({ name: 'yt-dlp', state: 'ok', detail: '2026.01.01' })
  for (const code of ['ytdlp-failed', 'gone', 'region', 'source-timeout'] as const)
    health.ended(code)
  expect(state().state).toBe('ok')
  health.ended('host-refused')
  expect(state()).toEqual({ name: 'yt-dlp', state: 'failing', detail: 'host-refused' })
  // A page that's gone says nothing of why others fail.
  health.ended('gone')
  expect(state()).toEqual({ name: 'yt-dlp', state: 'failing', detail: 'host-refused' })
  health.ended(null)
  expect(state().state).toBe('ok')
  for (let n = 0; n < 3; n++) health.ended('ytdlp-failed')
  health.is('2026.02.02')
  expect(state()).toMatchObject({ state: 'ok', detail: '2026.02.02' })
  expect(health.of(false).state).toBe('missing')
})

test('sites are told apart by their hosts, of a set that no member can add to', () => {
  for (const [query, site] of [
    ['ytsearch10:a b', 'youtube'],
    ['scsearch1:https://youtube.com/', 'soundcloud'],
    ['https://music.youtube.com/watch?v=1', 'youtube'],
    ['https://youtu.be/1', 'youtube'],
    ['https://artist.bandcamp.com/x', 'bandcamp'],
    ['https://notyoutube.com/x', 'other'],
    ['https://youtube.com.evil.test/', 'other'],
    ['nonsense', 'other'],
  ] as const)
    expect([query, siteOf(query)]).toEqual([query, site])
})
