import { createHash } from 'node:crypto'
import { shorten } from '../../base/one-line.ts'
import type { Suggestion } from '../../player/ports.ts'
import { cleanText } from '../clean-text.ts'
import { type Entry, locatorOf } from './entry.ts'

/** Discord's limit for a suggestion's name and value. */
const SUGGESTION_CHARS = 100
/** Replaces a locator that's too long, or too odd, for a suggestion's value. */
const KEY_PREFIX = 'library:'

/** What finds the track of that locator, short enough for a choice. */
export const choiceOf = (locator: string): string =>
  isOwnValue(locator) ? locator : keyOf(locator)

/** Whether `choiceOf` made it in a locator's place. */
export const isKey = (value: string): boolean => value.startsWith(KEY_PREFIX)

/** Whether that key stands for the locator. */
export const keyStandsFor = (key: string, locator: string): boolean =>
  !isOwnValue(locator) && keyOf(locator) === key

/** `isList`: it's a playlist, which a sign tells, as no language needs a word for it. */
export function suggestionOf(entry: Entry, isList: boolean): Suggestion {
  const { artist, title } = entry
  const name = artist === null ? title : `${artist} – ${title}`
  const label = isList ? `📃 ${name}` : name
  return { name: shorten(label, SUGGESTION_CHARS), value: choiceOf(locatorOf(entry)) }
}

/** Whether a locator can be a suggestion's value itself. */
function isOwnValue(locator: string): boolean {
  return (
    locator.length <= SUGGESTION_CHARS && (PLAIN.test(locator) || cleanText(locator) === locator)
  )
}

/** Quickly recognises text that `cleanText` wouldn't change: printable ASCII with single spaces. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/

function keyOf(locator: string): string {
  return KEY_PREFIX + createHash('sha256').update(locator).digest('hex').slice(0, 32)
}
