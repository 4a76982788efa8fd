import { PermissionFlagsBits } from 'discord.js'
import { permit } from '../../domain/policy/decide.ts'
import { fromOptions } from '../settings/given.ts'
import { optionOf } from '../settings/options.ts'
import { SETTING_FIELDS } from '../views/settings/fields.ts'
import { settingsPanel } from '../views/settings/panel.ts'
import type { SlashCommand } from './command.ts'

export const settings: SlashCommand = {
  form: {
    name: 'settings',
    options: SETTING_FIELDS.map(optionOf),
    // Servers may show the command to others, who are refused all the same.
    memberPermissions: PermissionFlagsBits.ManageGuild,
  },
  run: async ({ guildId, players, options, request, messageContent }) => {
    const { actor } = request()
    const state = players.state(guildId)
    permit('manage', actor, state)
    const change = fromOptions(options)
    const isAsked = Object.keys(change).length === 0
    const now = isAsked ? state.settings : await players.changeSettings(guildId, change, actor)
    return { view: settingsPanel(now, messageContent), visibility: 'caller' }
  },
}
