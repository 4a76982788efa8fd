import {
  Client,
  Events,
  GatewayIntentBits,
  OAuth2Scopes,
  Options,
  PermissionFlagsBits,
} from 'discord.js'

/** The permissions that the bot asks for when it's invited. */
const PERMISSIONS = [
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.Connect,
  PermissionFlagsBits.Speak,
  PermissionFlagsBits.RequestToSpeak,
  // To see whether the now-playing card has scrolled away.
  PermissionFlagsBits.ReadMessageHistory,
  PermissionFlagsBits.SetVoiceChannelStatus,
]

/**
 * How long the client waits for the next server after login. A server in an outage doesn't come at
 * all, and all others would wait for it.
 */
const NEXT_SERVER_WITHIN_MS = 5_000

/**
 * A client that caches what voice and permissions need (servers, channels, roles, voice states, its
 * own membership) and nothing that grows with people and messages. `apiUrl` is the REST base
 * without a version.
 */
export function createClient(apiUrl: string): Client {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates],
    shards: 'auto',
    waitGuildTimeout: NEXT_SERVER_WITHIN_MS,
    // Each one is told of, so that they can be counted.
    rest: { api: apiUrl, invalidRequestWarningInterval: 1 },
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      ApplicationCommandManager: 0,
      ApplicationEmojiManager: 0,
      AutoModerationRuleManager: 0,
      BaseGuildEmojiManager: 0,
      DMMessageManager: 0,
      EntitlementManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildForumThreadManager: 0,
      GuildInviteManager: 0,
      GuildMemberManager: {
        maxSize: 0,
        keepOverLimit: (member) => member.id === member.client.user.id,
      },
      GuildMessageManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      GuildTextThreadManager: 0,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      StageInstanceManager: 0,
      ThreadManager: 0,
      ThreadMemberManager: 0,
      UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user.id },
    }),
  })
  // Otherwise everybody who was ever in a voice channel stays cached, with no channel.
  client.on(Events.VoiceStateUpdate, (_before, { id, channelId, guild }) => {
    if (channelId === null) guild.voiceStates.cache.delete(id)
  })
  return client
}

/** The link to invite the bot with. Call this once the client is ready. */
export function inviteLink(client: Client<true>): string {
  return client.generateInvite({
    scopes: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands],
    permissions: PERMISSIONS,
  })
}
