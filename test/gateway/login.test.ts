import { expect, test } from 'bun:test'
import type { Client } from 'discord.js'
import { systemClock } from '../../src/base/clock.ts'
import { createClient, inviteLink } from '../../src/gateway/client.ts'
import { logIn, StartError } from '../../src/gateway/login.ts'
import { LocalDiscord } from '../sandbox/local-discord.ts'

async function failure(client: Client, token: string): Promise<unknown> {
  try {
    await logIn(client, token, systemClock)
  } catch (error) {
    return error
  } finally {
    await client.destroy()
  }
  return null
}

test('a wrong token is told as such, without the token', async () => {
  await using discord = await LocalDiscord.start()
  const error = await failure(createClient(discord.apiUrl), 'bm9ib2R5.wrong.token')
  expect(error).toBeInstanceOf(StartError)
  expect(String(error)).toContain('Discord refused the token')
  expect(String(error)).not.toContain('wrong.token')
})

test('an API that cannot be reached is told as such', async () => {
  const error = await failure(createClient('http://127.0.0.1:9/api'), 'a.b.c')
  expect(error).toBeInstanceOf(StartError)
  expect(String(error)).toContain('cannot be reached')
})

test('a gateway that refuses the intents is told as such, and the bot does not wait', async () => {
  await using discord = await LocalDiscord.start()
  discord.faults.gateway.refuseIdentify = 4014
  const error = await failure(createClient(discord.apiUrl), discord.token)
  expect(String(error)).toContain('disallows an intent')
})

test('the invitation asks for what playing needs, and no more', async () => {
  await using discord = await LocalDiscord.start()
  const client = await logIn(createClient(discord.apiUrl), discord.token, systemClock)
  const link = new URL(inviteLink(client))
  expect(link.searchParams.get('client_id')).toBe(discord.applicationId)
  expect(link.searchParams.get('scope')).toBe('bot applications.commands')
  // VIEW_CHANNEL, SEND_MESSAGES, CONNECT, SPEAK, REQUEST_TO_SPEAK (docs: Permissions).
  const bits = (1n << 10n) | (1n << 11n) | (1n << 20n) | (1n << 21n) | (1n << 32n)
  expect(link.searchParams.get('permissions')).toBe(String(bits))
  await client.destroy()
})
