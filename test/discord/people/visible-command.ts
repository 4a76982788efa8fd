import { type CommandRecord, CommandType } from '../state/commands.ts'
import type { BotAccount } from '../state/directory.ts'
import type { GuildRecord } from '../state/model.ts'
import { permissionsOf } from '../state/permissions.ts'
import type { World } from '../state/world.ts'
import { ClientRefusal } from './outcome.ts'

/** A command that somebody may use, and whose it is. */
export interface Visible {
  readonly bot: BotAccount
  readonly command: CommandRecord
}

/** Finds a command as a person's client shows it, by its name there. Throws a ClientRefusal for any other. */
export function visibleCommand(
  world: World,
  guild: GuildRecord,
  person: { readonly userId: string; readonly name: string; readonly locale: string },
  name: string,
  type: CommandType,
): Visible {
  const shown = type === CommandType.slash ? `/${name}` : name
  for (const bot of world.directory.bots) {
    if (!guild.commandsOf.has(bot.user.id)) continue
    const command = bot.commands.named(guild.id, name, { locale: person.locale, type })
    if (!command) continue
    const needed = command.default_member_permissions
    const own = permissionsOf(guild, person.userId)
    if (needed && (own & BigInt(needed)) !== BigInt(needed)) {
      throw new ClientRefusal(`${person.name} does not see ${shown}`)
    }
    return { bot, command }
  }
  throw new ClientRefusal(`there is no command ${shown}`)
}
