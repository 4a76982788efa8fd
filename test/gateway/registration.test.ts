import { expect, test } from 'bun:test'
import { commandData, menuData } from '../../src/gateway/commands/data.ts'
import { slashCommands } from '../../src/gateway/commands/list.ts'
import { menus } from '../../src/gateway/menus/list.ts'
import { register } from '../../src/gateway/registration.ts'
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
