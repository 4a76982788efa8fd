import { type Client, DiscordAPIError, Events, GatewayCloseCodes, REST, Routes } from 'discord.js'
import type { Clock } from '../base/clock.ts'

/** How long each shard may take to log in; Discord admits them one after another, seconds apart. */
const SHARD_WITHIN_MS = 60_000

/** A Discord that takes longer to tell whose token it is tells it at the login. */
const TOKEN_WITHIN_MS = 5_000

/** Why the bot can't start or go on, as a sentence with its remedy. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** Close codes after which the gateway never lets this client in again, and what to do about each. */
const FATAL: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: badToken(),
  [GatewayCloseCodes.InvalidShard]: 'Discord refused the shard. Update Segue.',
  [GatewayCloseCodes.ShardingRequired]: 'Discord wants more shards. Restart Segue.',
  [GatewayCloseCodes.InvalidAPIVersion]:
    'Discord no longer supports this API version. Update Segue.',
  [GatewayCloseCodes.InvalidIntents]: 'Discord refused the intents. Update Segue.',
  [GatewayCloseCodes.DisallowedIntents]:
    'Discord doesn’t let the bot read messages. Turn on “Message Content Intent” at https://discord.com/developers/applications (Bot → Privileged Gateway Intents), or set MESSAGE_CONTENT=off.',
}

/**
 * Logs in and waits until every server is known. Rejects with a `StartError`, also when a shard isn't
 * let in within a minute of the one before it, or with the signal's reason.
 */
export async function logIn(
  client: Client,
  token: string,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Client<true>> {
  signal?.throwIfAborted()
  const outcome = Promise.withResolvers<Client<true>>()
  const abort = () => outcome.reject(signal?.reason)
  using _limit = limitShards(client, clock, outcome.reject)
  client.once(Events.ClientReady, outcome.resolve)
  whenRefused(client, outcome.reject)
  signal?.addEventListener('abort', abort, { once: true })
  client.login(token).catch((error: unknown) => outcome.reject(startError(error)))
  try {
    return await outcome.promise
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

/** Rejects with a `StartError` when Discord knows no such token. Whatever else is wrong, the login tells. */
export async function refuseBadToken(
  { apiUrl, token }: { readonly apiUrl: string; readonly token: string },
  signal: AbortSignal,
): Promise<void> {
  const rest = new REST({ api: apiUrl, retries: 0 }).setToken(token)
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TOKEN_WITHIN_MS)])
  try {
    await rest.get(Routes.user(), { signal: limit })
  } catch (error) {
    if (isBadToken(error)) throw new StartError(badToken(), { cause: error })
  } finally {
    rest.clearHashSweeper()
    rest.clearHandlerSweeper()
  }
}

/** Each shard that logs in starts the next one's time. */
function limitShards(client: Client, clock: Clock, late: (error: StartError) => void): Disposable {
  const begin = () =>
    clock.after(SHARD_WITHIN_MS, () => {
      const { size } = client.ws.shards
      const which = size > 1 ? `its shard ${admitted + 1} of ${size}` : 'the bot'
      late(
        new StartError(
          `Discord didn’t let ${which} in within a minute. Check the network, then start Segue again.`,
        ),
      )
    })
  let admitted = 0
  let limit = begin()
  const next = () => {
    admitted++
    limit[Symbol.dispose]()
    limit = begin()
  }
  client.on(Events.ShardReady, next)
  return {
    [Symbol.dispose]() {
      client.off(Events.ShardReady, next)
      limit[Symbol.dispose]()
    },
  }
}

/** Calls back when the gateway has closed for good. */
export function whenRefused(client: Client, refused: (error: StartError) => void): void {
  client.on(Events.ShardDisconnect, ({ code }) => {
    const sentence = FATAL[code]
    if (sentence !== undefined) refused(new StartError(sentence))
  })
}

function startError(error: unknown): StartError {
  if (isBadToken(error)) return new StartError(badToken(), { cause: error })
  const reason = error instanceof Error ? error.message : String(error)
  return new StartError(troubleWith(error, reason), { cause: error })
}

function troubleWith(error: unknown, reason: string): string {
  const [, resetsAt] = /sessions remaining.* resets at (\S+)/.exec(reason) ?? []
  if (resetsAt !== undefined) {
    return `This bot has logged in as often as Discord allows in a day. Start it again after ${resetsAt}.`
  }
  // An answer that isn't Discord's makes discord.js fail on missing fields; a failed connection has
  // a code.
  if (error instanceof TypeError && !('code' in error)) {
    return 'That address isn’t Discord’s API. Check DISCORD_API_URL.'
  }
  const remedy = /certificate/i.test(reason)
    ? 'Check DISCORD_API_URL, and that NODE_EXTRA_CA_CERTS names the authority if it is one of your own.'
    : 'Check the network and DISCORD_API_URL.'
  return `Discord’s API can’t be reached (${reason}). ${remedy}`
}

function isBadToken(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status === 401
  return error instanceof Error && 'code' in error && error.code === 'TokenInvalid'
}

function badToken(): string {
  return 'Discord refused the token. Copy it again from https://discord.com/developers/applications (Bot → Reset Token) into DISCORD_TOKEN.'
}
