import { describe, expect, test } from 'bun:test'
import { commandData } from '../../../src/gateway/commands/data.ts'
import { slashCommands } from '../../../src/gateway/commands/list.ts'
import type { CommandText } from '../../../src/gateway/words/command-text.ts'
import { languages } from '../../../src/gateway/words/languages.ts'
import { parseCommands } from '../../discord/rest/command-form.ts'
import { sentencesOf, TITLE, walk } from './sentences.ts'

type AnyCommandText = CommandText & {
  options?: Readonly<Record<string, CommandText>>
  subcommands?: Readonly<Record<string, AnyCommandText>>
}

/** A command in a sentence, and the word behind it. */
const CALLED = /(?<![\p{L}<])\/([\p{Ll}-]+)(?: ([\p{Ll}-]+))?/gu

const namesOf = ({ subcommands = {} }: AnyCommandText): string[] =>
  Object.entries(subcommands).map(([key, { name }]) => name ?? key)

for (const words of languages) {
  describe(`the commands of ${words.locales[0]}`, () => {
    test('commands are called as people see them, with a subcommand where they have some', () => {
      const texts = Object.entries<AnyCommandText>({ ...words.commands })
      const parts = new Map(texts.map(([key, text]) => [text.name ?? key, namesOf(text)]))
      const sentences = sentencesOf(words).concat(walk(words.commands, 'commands'))
      for (const [at, sentence] of sentences) {
        const around = sentence.replaceAll(TITLE, '')
        for (const [, name = '', next = ''] of around.matchAll(CALLED)) {
          expect([...parts.keys()], at).toContain(name)
          const subcommands = parts.get(name) ?? []
          if (subcommands.length > 0) expect(subcommands, at).toContain(next)
        }
      }
    })

    test('commands and options are named and described as Discord takes them', () => {
      // Application Commands, "Application Command Naming" and the limits of names and descriptions.
      const check = (texts: Readonly<Record<string, AnyCommandText>>) => {
        const names = Object.entries(texts).map(([key, { name }]) => name ?? key)
        expect(new Set(names).size).toBe(names.length)
        for (const name of names) expect(name).toMatch(/^[-\p{Ll}]{1,32}$/u)
        for (const { description, options = {}, subcommands = {} } of Object.values(texts)) {
          expect(description.length).toBeGreaterThan(0)
          expect(description.length).toBeLessThanOrEqual(100)
          check(options)
          check(subcommands)
        }
      }
      check({ ...words.commands })
    })
  })
}

test('Discord takes the commands with the words of every language', () => {
  expect(parseCommands(slashCommands.map(({ form }) => commandData(form)))).toBeArray()
})
