import { Intent } from '../gateway/intents.ts'
import type { BotAccount } from './directory.ts'
import type { GuildRecord } from './model.ts'
import type { World } from './world.ts'

/** A bot leaves a server, or is removed: GUILD_DELETE without `unavailable`. */
export function leaveGuild(world: World, guild: GuildRecord, bot: BotAccount): void {
  world.voice.leave(guild, bot.user.id)
  const data = { id: guild.id }
  world.dispatcher.toBot(bot.user.id, guild.id, Intent.guilds, 'GUILD_DELETE', data)
  guild.members.delete(bot.user.id)
  guild.commandsOf.delete(bot.user.id)
  const role = world.directory.roleOfBot(guild, bot.user.id)
  if (role) guild.roles.delete(role.id)
}
