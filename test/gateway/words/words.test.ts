import { describe, expect, test } from 'bun:test'
import { en } from '../../../src/gateway/words/en.ts'
import { fr } from '../../../src/gateway/words/fr.ts'
import { languages } from '../../../src/gateway/words/languages.ts'
import { sentencesOf, TITLE, walk } from './sentences.ts'

/** Discord's limits (Component Reference): labels of buttons, and labels and titles of forms. */
const LIMITS: readonly (readonly [RegExp, number])[] = [
  [/^settings\.fields\.\w+\.label$/, 45],
  [/^(buttons\.|privacy\.(erase\.|keep$)|settings\.(reset|keep)$)/, 80],
  [/^(settings|filters)\.choose(Band)?$/, 150],
  [/^filters\.(presets\.|strength|slower|faster|lower|higher|equalizer|off|back|flat)/, 80],
]

/** What a language says as English does, by its first locale. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  de: ['queue.live', 'nowPlaying.live'],
  fr: ['buttons.pause'],
  'pt-BR': ['volume', 'filters.strength'],
}
/** Presets have names that people use in many languages. */
const SHARED = /^filters\.presets\./
/** English words that no other language has; names of buttons, formats and products are no words. */
const ENGLISH =
  /\b(the|is|are|and|you|your|try|again|track|tracks|queue|song|nobody|for|give|join|playing|it)\b/i

for (const words of languages) {
  describe(`the words of ${words.locales[0]}`, () => {
    const sentences = sentencesOf(words)

    test('none is empty, too long for a message, or shows a value that isn’t there', () => {
      expect(sentences.length).toBeGreaterThan(150)
      for (const [at, sentence] of sentences) {
        expect(sentence.trim(), at).not.toBe('')
        expect(sentence.length, at).toBeLessThanOrEqual(2_000)
        expect(sentence, at).not.toMatch(/undefined|null|NaN|\[object|=>|[ \u202f]{2}/)
      }
    })

    test('a title is shown as it was made safe, and is the only one', () => {
      for (const [at, sentence] of sentences) {
        const around = sentence.replaceAll(TITLE, '')
        expect(around, at).not.toMatch(/@(everyone|here)|evil|\n/)
      }
    })

    test('what stands on buttons and fields is as short as Discord takes it', () => {
      for (const [at, sentence] of sentences) {
        const [, limit] = LIMITS.find(([path]) => path.test(at)) ?? [null, 2_000]
        expect(sentence.length, at).toBeLessThanOrEqual(limit)
      }
    })

    test('a button’s label is as short as Discord takes it', () => {
      for (const label of Object.values(words.buttons)) expect(label.length).toBeLessThanOrEqual(80)
    })
  })
}

test('no two codes share a sentence', () => {
  for (const { errors } of languages) {
    const sentences = Object.values(errors)
    expect(new Set(sentences).size).toBe(sentences.length)
  }
})

for (const words of languages.filter((other) => other !== en)) {
  const [locale = ''] = words.locales

  test(`nothing in ${locale} is left in English`, () => {
    const english = sentencesOf(en)
    const same = SAME[locale] ?? []
    for (const [index, [at, sentence]] of sentencesOf(words).entries()) {
      if (!same.includes(at) && !SHARED.test(at))
        expect(sentence, at).not.toBe(english[index]?.[1] ?? '')
      expect(sentence.replaceAll(TITLE, ''), at).not.toMatch(ENGLISH)
    }
    const descriptions = walk(words.commands, 'commands').filter(([at]) =>
      at.endsWith('description'),
    )
    for (const [at, description] of descriptions) expect(description, at).not.toMatch(ENGLISH)
  })
}

test('French has a narrow no-break space before ! ? : ; and inside of quotation marks', () => {
  const sentences = sentencesOf(fr).concat(walk(fr.commands, 'commands'))
  for (const [at, sentence] of sentences) {
    const around = sentence.replaceAll(TITLE, '')
    expect(around, at).not.toMatch(/(?<!\u202f)[!?:;](?=\s|$)|(?<!\u202f)»|«(?!\u202f)/)
    expect(around, at).not.toMatch(/['"“”„]/)
  }
})
