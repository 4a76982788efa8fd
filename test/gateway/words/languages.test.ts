import { expect, test } from 'bun:test'
import { Locale } from 'discord.js'
import { LANGUAGES } from '../../../src/domain/schema/settings.ts'
import { de } from '../../../src/gateway/words/de.ts'
import { en } from '../../../src/gateway/words/en.ts'
import { es } from '../../../src/gateway/words/es.ts'
import { fr } from '../../../src/gateway/words/fr.ts'
import { languages, wordsFor } from '../../../src/gateway/words/languages.ts'
import { ptBR } from '../../../src/gateway/words/pt-br.ts'

test('a server chooses among the languages that there are', () => {
  const [auto, ...chosen] = LANGUAGES
  expect(auto).toBe('auto')
  expect(chosen.map((locale) => wordsFor(locale).locales[0] ?? '')).toEqual(chosen)
  expect(chosen).toHaveLength(languages.length)
})

test('each language writes numbers, percents and the plural as it does', () => {
  const cleared = (count: number) =>
    languages.map((words) => words.notices.cleared({ kind: 'cleared', count }))
  expect(cleared(0).slice(2)).toEqual([
    'J’ai retiré 0 morceau de la file d’attente.',
    'La cola está vacía (había 0 canciones).',
    'Tirei 0 música da fila.',
  ])
  expect(cleared(1)).toEqual([
    'Cleared 1 track from the queue.',
    'Ein Titel ist aus der Warteschlange gelöscht.',
    'J’ai retiré 1 morceau de la file d’attente.',
    'La cola está vacía (había 1 canción).',
    'Tirei 1 música da fila.',
  ])
  expect(cleared(12_345)).toEqual([
    'Cleared 12,345 tracks from the queue.',
    '12.345 Titel sind aus der Warteschlange gelöscht.',
    'J’ai retiré 12\u202f345 morceaux de la file d’attente.',
    'La cola está vacía (había 12\u00a0345 canciones).',
    'Tirei 12.345 músicas da fila.',
  ])
  expect(cleared(2_000_000).slice(2)).toEqual([
    'J’ai retiré 2\u202f000\u202f000 de morceaux de la file d’attente.',
    'La cola está vacía (había 2\u00a0000\u00a0000 de canciones).',
    'Tirei 2.000.000 de músicas da fila.',
  ])
  const volume = languages.map((words) => words.notices.volume({ kind: 'volume', volume: 80 }))
  expect(volume).toEqual([
    'Volume: 80%',
    'Lautstärke: 80\u00a0%',
    'Volume\u202f: 80\u00a0%',
    'Volumen: 80\u00a0%',
    'Volume: 80%',
  ])
})

test('a locale that the bot doesn’t speak, or none, reads English', () => {
  expect(['de', 'en-GB', 'en-US', 'ja', '', null].map(wordsFor)).toEqual([de, en, en, en, en, en])
  expect(['fr', 'es-ES', 'es-419', 'pt-BR'].map(wordsFor)).toEqual([fr, es, es, ptBR])
})

test('each locale is one of Discord’s, and no two languages claim it', () => {
  const locales = languages.flatMap((words) => words.locales)
  expect(new Set(locales).size).toBe(locales.length)
  for (const locale of locales) expect(Object.values<string>(Locale)).toContain(locale)
})
