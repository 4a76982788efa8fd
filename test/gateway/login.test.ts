import { expect, test } from 'bun:test'
import { type Client, Events, PermissionsBitField } from 'discord.js'
import { systemClock } from '../../src/base/clock.ts'
import { createClient, inviteLink } from '../../src/gateway/client.ts'
import { logIn, StartError } from '../../src/gateway/login.ts'
import { Intent } from '../discord/gateway/intents.ts'
import { LocalDiscord } from '../discord/local-discord.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { makeCertificate } from '../discord/voice/certificate.ts'

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

/** Something that answers every request with that. */
function answering(body: string, contentType: string, tls?: { cert: string; key: string }) {
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    ...(tls === undefined ? {} : { tls }),
    fetch: () => new Response(body, { headers: { 'content-type': contentType } }),
  })
  return {
    url: server.url.href.replace(/\/$/, ''),
    [Symbol.asyncDispose]: async () => await server.stop(true),
  }
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
  expect(String(error)).toContain('can’t be reached')
})

test('an address at which something else answers is told as such', async () => {
  await using web = answering('<html>Welcome</html>', 'text/html')
  const error = await failure(createClient(web.url), 'a.b.c')
  expect(error).toBeInstanceOf(StartError)
  expect(String(error)).toContain('isn’t Discord’s API. Check DISCORD_API_URL')
})

test('a bot that logged in too often is told until when it has to wait', async () => {
  const limit = { total: 1000, remaining: 0, reset_after: 3_600_000, max_concurrency: 1 }
  const body = { url: 'ws://127.0.0.1:9', shards: 1, session_start_limit: limit }
  await using web = answering(JSON.stringify(body), 'application/json')
  const error = await failure(createClient(web.url), 'a.b.c')
  expect(error).toBeInstanceOf(StartError)
  const [, until = ''] = /again after (\S+)\.$/.exec(String(error)) ?? []
  const waitMs = Date.parse(until) - Date.now()
  expect(Math.abs(waitMs - 3_600_000)).toBeLessThan(60_000)
})

test('an API with an untrusted certificate is reported as such', async () => {
  const { certPem: cert, keyPem: key } = await makeCertificate()
  await using web = answering('{}', 'application/json', { cert, key })
  const error = await failure(createClient(web.url), 'a.b.c')
  expect(error).toBeInstanceOf(StartError)
  expect(String(error)).toContain('NODE_EXTRA_CA_CERTS')
})

test('a bot that may not read messages is told where to allow it, and how to do without', async () => {
  await using discord = await LocalDiscord.start()
  const error = await failure(createClient(discord.apiUrl, true), discord.token)
  expect(error).toBeInstanceOf(StartError)
  expect(String(error)).toContain('Turn on “Message Content Intent”')
  expect(String(error)).toContain('or set MESSAGE_CONTENT=off')
  discord.bot.privilegedIntents = Intent.messageContent
  expect(await failure(createClient(discord.apiUrl, true), discord.token)).toBeNull()
})

test('only a bot that reads requests asks to delete messages', async () => {
  await using discord = await LocalDiscord.start()
  discord.bot.privilegedIntents = Intent.messageContent
  const asked = await Promise.all(
    [false, true].map(async (reads) => {
      const client = await logIn(createClient(discord.apiUrl, reads), discord.token, systemClock)
      const link = new URL(inviteLink(client))
      await client.destroy()
      return new PermissionsBitField(BigInt(link.searchParams.get('permissions') ?? '0'))
    }),
  )
  expect(asked.map((permissions) => permissions.has('ManageMessages'))).toEqual([false, true])
})

test('a server in an outage does not keep the others waiting for long', async () => {
  await using discord = await LocalDiscord.start()
  discord.createGuild()
  const dark = discord.createGuild()
  dark.becomesUnavailable()
  const client = createClient(discord.apiUrl)
  const ready = logIn(client, discord.token, systemClock).then((bot) =>
    bot.guilds.cache.map(({ available }) => available),
  )
  // discord.js by itself waits for 15 s.
  const late = Bun.sleep(14_000).then(() => 'late')
  expect(await Promise.race([ready, late])).toEqual([true, false])
  await client.destroy()
})

test('Discord that never lets the bot in is told after a minute', async () => {
  const { clock, failed } = shardsThatWait()
  clock.advance(59_999)
  await Promise.resolve()
  expect(failed.told).toBeNull()
  clock.advance(1)
  expect(String(await failed.promise)).toContain('Discord didn’t let the bot in within a minute')
})

test('each of many shards has a minute of its own', async () => {
  const { client, clock, failed } = shardsThatWait()
  for (let shard = 0; shard < 12; shard++) {
    clock.advance(50_000)
    client.emit(Events.ShardReady, shard, undefined)
  }
  await Promise.resolve()
  expect(failed.told).toBeNull()
  client.emit(Events.ClientReady, client as Client<true>)
  expect(await failed.promise).toBeNull()
  clock.advance(60_000)
  expect(client.listenerCount(Events.ShardReady)).toBe(0)
})

/** A client whose gateway says nothing; the test says it. */
function shardsThatWait() {
  const client = createClient('http://127.0.0.1:9/api')
  client.login = () => new Promise<string>(() => {})
  const clock = new ManualClock()
  const failed: { told: unknown; promise: Promise<unknown> } = {
    told: null,
    promise: logIn(client, 'a.b.c', clock).then(
      () => null,
      (error: unknown) => {
        failed.told = error
        return error
      },
    ),
  }
  return { client, clock, failed }
}

test('a gateway that refuses the intents is told as such, and the bot does not wait', async () => {
  await using discord = await LocalDiscord.start()
  discord.faults.gateway.refuseIdentify = 4014
  const error = await failure(createClient(discord.apiUrl), discord.token)
  expect(String(error)).toContain('MESSAGE_CONTENT=off')
})

test('the invitation asks for what playing needs, and no more', async () => {
  await using discord = await LocalDiscord.start()
  const client = await logIn(createClient(discord.apiUrl), discord.token, systemClock)
  const link = new URL(inviteLink(client))
  expect(link.searchParams.get('client_id')).toBe(discord.applicationId)
  expect(link.searchParams.get('scope')).toBe('bot applications.commands')
  // VIEW_CHANNEL, SEND_MESSAGES, ATTACH_FILES, READ_MESSAGE_HISTORY, CONNECT, SPEAK, REQUEST_TO_SPEAK,
  // SET_VOICE_CHANNEL_STATUS (docs: Permissions).
  const bits = [10n, 11n, 15n, 16n, 20n, 21n, 32n, 48n].reduce((all, bit) => all | (1n << bit), 0n)
  expect(link.searchParams.get('permissions')).toBe(String(bits))
  await client.destroy()
})
