import { expect, test } from 'bun:test'
import { commandData, menuData } from '../../src/gateway/commands/data.ts'
import { slashCommands } from '../../src/gateway/commands/list.ts'
import { menus } from '../../src/gateway/menus/list.ts'
import { register, sameCommands } from '../../src/gateway/registration.ts'
import { LocalBot } from './local-bot.ts'

const wanted = [
  ...slashCommands.map(({ form }) => commandData(form)),
  ...menus.map(({ name }) => menuData(name)),
]
const NEVER = new AbortController().signal

test('commands are registered at first, and again only when they changed', async () => {
  await using bot = await LocalBot.start()
  const { client, discord } = bot
  const registered = () =>
    discord.bot.commands.list(null).map(({ name, version }) => `${name} ${version}`)

  expect(await register(client.rest, discord.applicationId, wanted, NEVER)).toBe(true)
  const first = registered()
  expect(first).toHaveLength(wanted.length)

  expect(await register(client.rest, discord.applicationId, wanted, NEVER)).toBe(false)
  expect(registered()).toEqual(first)

  expect(await register(client.rest, discord.applicationId, wanted.slice(1), NEVER)).toBe(true)
  expect(registered()).toHaveLength(wanted.length - 1)
})

/** Every command, subcommand, option and choice that is registered. */
function* partsOf(list: readonly object[]): Generator<Record<string, unknown>> {
  for (const part of list as Record<string, unknown>[]) {
    yield part
    const { options, choices } = part
    for (const inside of [options, choices]) if (Array.isArray(inside)) yield* partsOf(inside)
  }
}

test('whatever changes of a command, it’s registered anew', () => {
  const changed = structuredClone(wanted)
  const seen = new Set<string>()
  for (const part of partsOf(changed)) {
    for (const [field, value] of Object.entries(part)) {
      const isEmpty = value === null || value === false || (Array.isArray(value) && !value.length)
      if (seen.has(field) || isEmpty) continue
      seen.add(field)
      part[field] = Array.isArray(value) ? value.slice(1) : null
      expect([field, sameCommands(wanted, changed)]).toEqual([field, false])
      part[field] = value
    }
  }
  expect(sameCommands(wanted, changed)).toBe(true)
  expect(seen).toContain('channel_types')
})
