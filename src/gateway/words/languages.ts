import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { ptBR } from './pt-br.ts'
import type { Words } from './words.ts'

/** Every language that the bot speaks; the first is what everybody else gets. */
export const languages = [en, de, fr, es, ptBR] as const

/** The words for one of Discord's locales; English where the bot doesn't speak it. */
export function wordsFor(locale: string | null): Words {
  return languages.find(({ locales }) => locale !== null && locales.includes(locale)) ?? en
}
