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
  // The now-playing card brings the covers of the host's files along.
  PermissionFlagsBits.AttachFiles,
  PermissionFlagsBits.Connect,
  PermissionFlagsBits.Speak,
  PermissionFlagsBits.RequestToSpeak,
  // To see whether the now-playing card has scrolled away.
  PermissionFlagsBits.ReadMessageHistory,
  PermissionFlagsBits.SetVoiceChannelStatus,
]

/** What the bot is told of. */
const INTENTS = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates]

/** The same where it reads what's written in request channels. The latter one is privileged. */
const INTENTS_TO_READ = [
  ...INTENTS,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.MessageContent,
]

/**
 * How long the client waits for the next server after login. A server in an outage doesn't come at
 * all, and all others would wait for it.
 */
const NEXT_SERVER_WITHIN_MS = 5_000

/**
 * A client that caches what voice and permissions need (servers, channels, roles, voice states, its
 * own membership) and nothing that grows with people and messages. `apiUrl` is the REST base
 * without a version; `messageContent` has it hear what members write, too.
 */
export function createClient(apiUrl: string, messageContent = false): Client {
  const client = new Client({
    intents: messageContent ? INTENTS_TO_READ : INTENTS,
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

/**
 * The link to invite the bot with. A bot that reads requests also asks to delete them once they're
 * queued. Call this once the client is ready.
 */
export function inviteLink(client: Client<true>): string {
  const reads = client.options.intents.has(GatewayIntentBits.MessageContent)
  return client.generateInvite({
    scopes: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands],
    permissions: [...PERMISSIONS, ...(reads ? [PermissionFlagsBits.ManageMessages] : [])],
  })
}
