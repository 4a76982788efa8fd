import { SETTING_NAMES } from '../../../domain/settings.ts'
import type { FieldChange, SettingsChange } from '../../../domain/settings-change.ts'
import type { SettingsWords } from '../../words/words.ts'
import { escapeText, fitIn } from '../title.ts'
import type { View } from '../view.ts'
import { sayOf } from './panel.ts'

/** Of a sentence, so that a list of many words leaves room for the other changes. */
const SENTENCE_LENGTH = 150

/** Who changed what, the newest first. */
export const settingsLogView =
  (changes: readonly SettingsChange[]): View =>
  ({ settings }) => ({
    content: changes.length === 0 ? settings.logNone : changes.map(lineOf(settings)).join('\n'),
  })

const lineOf =
  (words: SettingsWords) =>
  ({ at, by, fields }: SettingsChange): string => {
    const who = by.kind === 'member' ? `<@${by.userId}>` : words.aKey(escapeText(by.keyId))
    const when = `<t:${Math.floor(at.getTime() / 1_000)}:f>`
    return `${when} ${who}: ${fields.map(sentenceOf(words)).join(' ')}`
  }

/** What a later version has set is named, at least. */
const sentenceOf =
  (words: SettingsWords) =>
  ({ name, after }: FieldChange): string => {
    const known = SETTING_NAMES.find((one) => one === name)
    if (known === undefined) return `${escapeText(name)}.`
    return fitIn(sayOf({ [known]: after }, known, words), SENTENCE_LENGTH)
  }
