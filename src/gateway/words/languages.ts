import { de } from './de.ts'
import { en } from './en.ts'
import type { Words } from './words.ts'

/** Every language that the bot speaks; the first is what everybody else gets. */
export const languages = [en, de] as const

/** The words for one of Discord's locales; English where the bot doesn't speak it. */
export function wordsFor(locale: string | null): Words {
  return languages.find(({ locales }) => locale !== null && locales.includes(locale)) ?? en
}
