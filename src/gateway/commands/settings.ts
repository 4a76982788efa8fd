import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js'
import { permit } from '../../domain/policy/decide.ts'
import { VOLUME } from '../../domain/schema/command.ts'
import { ALONE_MIN } from '../../domain/schema/settings.ts'
import type { GuildSettings } from '../../domain/settings.ts'
import { settingsView } from '../views/settings.ts'
import type { Options, SlashCommand } from './command.ts'

export const settings: SlashCommand = {
  form: {
    name: 'settings',
    options: [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'volume',
        min_value: VOLUME.minimum,
        max_value: VOLUME.maximum,
      },
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'leave-after',
        min_value: ALONE_MIN.minimum,
        max_value: ALONE_MIN.maximum,
      },
      { type: ApplicationCommandOptionType.Boolean, name: 'announcements' },
    ],
    // Servers may show the command to others, who are refused all the same.
    memberPermissions: PermissionFlagsBits.ManageGuild,
  },
  run: async ({ guildId, players, options, request }) => {
    const { actor } = request()
    const state = players.state(guildId)
    permit('manage', actor, state)
    const change = changeFrom(options)
    const isAsked = Object.keys(change).length === 0
    const now = isAsked ? state.settings : await players.changeSettings(guildId, change, actor)
    return { view: settingsView(now), visibility: 'caller' }
  },
}

function changeFrom(options: Options): Partial<GuildSettings> {
  const given = {
    volume: options.integer('volume'),
    leaveAloneAfterMin: options.integer('leave-after'),
    announcements: options.flag('announcements'),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
}
