import { expect, test } from 'bun:test'
import { slashCommands } from '../../src/gateway/commands/list.ts'
import { sameCommands } from '../../src/gateway/registration.ts'

test('all commands of the bot are there, each once', () => {
  const names = slashCommands.map(({ data }) => data.name)
  expect(names.toSorted()).toEqual(
    'clear join leave loop move nowplaying pause play queue remove resume seek shuffle skip stop volume'.split(
      ' ',
    ),
  )
})

test('names and descriptions are as Discord takes them', () => {
  // Application Commands, "Application Command Naming" and the limits of names and descriptions.
  for (const { data } of slashCommands) {
    for (const { name, description } of [data, ...(data.options ?? [])]) {
      expect(name).toMatch(/^[a-z-]{1,32}$/)
      expect(description.length).toBeGreaterThan(0)
      expect(description.length).toBeLessThanOrEqual(100)
    }
  }
})

const wanted = slashCommands.map(({ data }) => data)

test('what Discord fills in, and its order, are no change', () => {
  const present = wanted.toReversed().map((data) => ({
    ...structuredClone(data),
    id: '1',
    version: '2',
    type: 1,
    application_id: '3',
    name_localizations: null,
    nsfw: false,
    options:
      data.options?.map((option) => ({ ...option, required: option.required ?? false })) ?? [],
  }))
  expect(sameCommands(wanted, present)).toBe(true)
})

test('every part of a command counts as a change', () => {
  const changes = [
    (command: Changeable) => Object.assign(command, { description: 'Other' }),
    (command: Changeable) => Object.assign(command, { name: 'other' }),
    (command: Changeable) => Object.assign(command.options[0] ?? {}, { name: 'other' }),
    (command: Changeable) => Object.assign(command.options[0] ?? {}, { required: true }),
    (command: Changeable) => Object.assign(command.options[0] ?? {}, { autocomplete: false }),
    (command: Changeable) =>
      Object.assign(command.options[0] ?? {}, { choices: [{ name: 'x', value: 'x' }] }),
    (command: Changeable) => Object.assign(command, { contexts: [0] }),
    (command: Changeable) => command.options.reverse(),
    (command: Changeable) => command.options.pop(),
  ]
  for (const change of changes) {
    const present = structuredClone(wanted) as unknown as Changeable[]
    change(present.find(({ name }) => name === 'play') as Changeable)
    expect(sameCommands(wanted, present)).toBe(false)
  }
  expect(sameCommands(wanted, wanted.slice(1))).toBe(false)
  expect(sameCommands(wanted, null)).toBe(false)
})

interface Changeable {
  name: string
  options: object[]
}
