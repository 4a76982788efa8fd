import type { CommandStore } from './commands.ts'
import type { ChannelRecord, GuildRecord, RoleRecord, UserRecord } from './model.ts'

/** A bot's account: what its owner sees in the developer portal. */
export interface BotAccount {
  readonly user: UserRecord
  readonly token: string
  readonly applicationId: string
  /** Privileged intents that the portal grants; none to begin with. */
  privilegedIntents: number
  /** What its invitation asks for in each server. */
  readonly permissions: bigint
  readonly commands: CommandStore
}

/** Who and what exists, by id. */
export class Directory {
  readonly users = new Map<string, UserRecord>()
  readonly guilds = new Map<string, GuildRecord>()
  /** Of all servers, and direct messages. */
  readonly channels = new Map<string, ChannelRecord>()
  readonly bots: BotAccount[] = []

  readonly userOf = (id: string): UserRecord | undefined => this.users.get(id)

  guildOf(channel: ChannelRecord): GuildRecord | undefined {
    return channel.guildId === null ? undefined : this.guilds.get(channel.guildId)
  }

  botOf(userId: string): BotAccount | undefined {
    return this.bots.find((bot) => bot.user.id === userId)
  }

  /** The role that a bot's invitation created. */
  roleOfBot(guild: GuildRecord, botUserId: string): RoleRecord | undefined {
    return [...guild.roles.values()].find((role) => role.botUserId === botUserId)
  }
}
