import { expect, test } from 'bun:test'
import { versionsIn, versionsOf } from '../../src/domain/versions.ts'
import { threadTime } from '../support/thread-time.ts'

const of = (title: string) => versionsOf({ title }).join(' ')

test('a version is known by the title, and names that only sound so are not', () => {
  expect(of('Hello (Marshmello Remix)')).toBe('remix')
  expect(of('Hello - Sped Up')).toBe('sped-up')
  expect(of('Hello (Live at the Royal Albert Hall)')).toBe('live')
  expect(of('Hello - Live')).toBe('live')
  expect(of('Hello [Karaoke Version]')).toBe('karaoke')
  expect(of('Hello (Instrumental)')).toBe('instrumental')
  expect(of('Hello (Boyce Avenue acoustic cover)')).toBe('cover acoustic')
  expect(of('Hello (slowed + reverb)')).toBe('slowed')
  expect(of('Vocal coach reacts to Adele - Hello')).toBe('talk')
  expect(of('Adele - 25 (Full Album)')).toBe('album')
  const names = ['Live and Let Die', 'Long Live', 'Live Forever', 'Alive (Official Video)']
  const more = [
    'Breakdown',
    'React',
    'Best of You',
    'Cover Me Up',
    'Demons',
    'Speed Demon',
    'Medicine',
  ]
  for (const title of [...names, ...more]) expect(of(title)).toBe('')
})

test('words that somebody types need no brackets', () => {
  expect(versionsIn('adele hello live')).toEqual(['live'])
  expect(versionsIn('hello acoustic cover')).toEqual(['cover', 'acoustic'])
  expect(versionsIn('adele hello')).toEqual([])
})

test('a hostile title costs no time', () => {
  const workedMs = threadTime()
  for (const title of ['('.repeat(100_000), ' - '.repeat(50_000), `${'cover '.repeat(50_000)}x`])
    versionsOf({ title })
  expect(workedMs()).toBeLessThan(1_000)
})
