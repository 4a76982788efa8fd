import { expect, test } from 'bun:test'
import { PermissionFlagsBits } from 'discord.js'
import { commandData } from '../../src/gateway/commands/data.ts'
import { slashCommands } from '../../src/gateway/commands/list.ts'
import { sameCommands } from '../../src/gateway/registration.ts'
import { en } from '../../src/gateway/words/en.ts'

test('every command that has words is there, once', () => {
  const names: string[] = slashCommands.map(({ form }) => form.name)
  expect(names.toSorted()).toEqual(Object.keys(en.commands).toSorted())
})

const wanted = slashCommands.map(({ form }) => commandData(form))

test('a command is registered with its words in English, and in German where Discord is', () => {
  expect(wanted.find(({ name }) => name === 'loop')).toMatchObject({
    description: 'Loop the current track or the whole queue',
    name_localizations: { de: 'wiederholen' },
    description_localizations: { de: 'Wiederholt den jetzigen Titel oder die ganze Warteschlange' },
    options: [
      {
        name: 'mode',
        name_localizations: { de: 'was' },
        choices: [
          { name: 'off', value: 'off', name_localizations: { de: 'nichts' } },
          { name: 'track', value: 'track', name_localizations: { de: 'Titel' } },
          { name: 'queue', value: 'queue', name_localizations: { de: 'Warteschlange' } },
        ],
      },
    ],
  })
})

test('a command that needs a permission says so', () => {
  const form = { name: 'stop', memberPermissions: PermissionFlagsBits.ManageGuild } as const
  expect(commandData(form).default_member_permissions).toBe('32')
})

test('what Discord fills in, and its order, are no change', () => {
  const reversed = (map: object | null | undefined) =>
    map && Object.fromEntries(Object.entries(map).toReversed())
  const present = wanted.toReversed().map((data) => ({
    ...structuredClone(data),
    id: '1',
    version: '2',
    type: 1,
    application_id: '3',
    name_localizations: reversed(data.name_localizations),
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
    (command: Changeable) => Object.assign(command, { name_localizations: { de: 'anders' } }),
    (command: Changeable) => Object.assign(command, { name_localizations: null }),
    (command: Changeable) => Object.assign(command, { description_localizations: { fr: 'Joue' } }),
    (command: Changeable) => Object.assign(command, { default_member_permissions: '32' }),
    (command: Changeable) => Object.assign(command.options[0] ?? {}, { name: 'other' }),
    (command: Changeable) => Object.assign(command.options[0] ?? {}, { name_localizations: null }),
    (command: Changeable) => Object.assign(command.options[0] ?? {}, { required: true }),
    (command: Changeable) => Object.assign(command.options[0] ?? {}, { autocomplete: false }),
    (command: Changeable) =>
      Object.assign(command.options[0] ?? {}, { choices: [{ name: 'x', value: 'x' }] }),
    (command: Changeable) => Object.assign(command, { contexts: [0, 1] }),
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
