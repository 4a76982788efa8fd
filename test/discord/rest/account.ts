import { Intent } from '../gateway/intents.ts'
import { leaveGuild } from '../state/leaving.ts'
import { permissionsOf } from '../state/permissions.ts'
import type { BotAccount } from '../state/world.ts'
import { userPayload } from '../wire/payloads.ts'
import { unknownGuild, unknownUser } from './errors.ts'
import { type Answer, type Call, noContent, ok, type Route, wide } from './router.ts'

const bucket = wide('account')
const get = (path: string, handle: Route['handle'], proof: Route['proof'] = 'bot'): Route => ({
  method: 'GET',
  path,
  proof,
  bucket,
  handle,
})

/** What a client asks about itself: Gateway, Application, User. */
export const accountRoutes: readonly Route[] = [
  get('/gateway', (call) => ok({ url: call.world.gatewayUrl }), 'token'),
  get('/gateway/bot', gatewayOfBot),
  get('/applications/@me', (call) => ok(applicationPayload(call.bot))),
  get('/oauth2/applications/@me', (call) => ok(applicationPayload(call.bot))),
  get('/users/@me', (call) => ok(ownPayload(call.bot))),
  get('/users/@me/guilds', guildsOfBot),
  {
    method: 'DELETE',
    path: '/users/@me/guilds/:guild',
    proof: 'bot',
    bucket,
    handle: leave,
  },
  get('/users/:user', oneUser),
]

function gatewayOfBot(call: Call): Answer {
  return ok({
    url: call.world.gatewayUrl,
    shards: 1,
    session_start_limit: {
      total: 1000,
      remaining: 1000,
      reset_after: 86_400_000,
      max_concurrency: 1,
    },
  })
}

const ownPayload = (bot: BotAccount) => ({
  ...userPayload(bot.user),
  email: null,
  verified: true,
  mfa_enabled: true,
  locale: 'en-US',
})

/** Flags of the privileged intents granted, in their form for small bots (docs: Application, "Application Flags"). */
function applicationPayload(bot: BotAccount) {
  const granted = (intent: number) => (bot.privilegedIntents & intent) !== 0
  const flags =
    (granted(Intent.guildPresences) ? 1 << 13 : 0) |
    (granted(Intent.guildMembers) ? 1 << 15 : 0) |
    (granted(Intent.messageContent) ? 1 << 19 : 0)
  return {
    id: bot.applicationId,
    name: bot.user.username,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    bot: userPayload(bot.user),
    owner: null,
    team: null,
    verify_key: '0'.repeat(64),
    flags,
    tags: [],
    integration_types_config: { 0: {} },
    approximate_guild_count: 0,
    redirect_uris: [],
    interactions_endpoint_url: null,
  }
}

function guildsOfBot(call: Call): Answer {
  const guilds = [...call.world.directory.guilds.values()].filter((guild) =>
    guild.members.has(call.bot.user.id),
  )
  return ok(
    guilds.map((guild) => ({
      id: guild.id,
      name: guild.name,
      icon: null,
      banner: null,
      owner: guild.ownerId === call.bot.user.id,
      permissions: permissionsOf(guild, call.bot.user.id).toString(),
      features: [],
    })),
  )
}

/** Docs: User, "Leave Guild". */
function leave(call: Call): Answer {
  const guild = call.world.directory.guilds.get(call.param('guild'))
  if (!guild?.members.has(call.bot.user.id)) throw unknownGuild()
  leaveGuild(call.world, guild, call.bot)
  return noContent
}

function oneUser(call: Call): Answer {
  const user = call.world.directory.users.get(call.param('user'))
  if (!user) throw unknownUser()
  return ok(userPayload(user))
}
