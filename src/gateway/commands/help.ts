import { ApplicationCommandOptionType } from 'discord.js'
import { decide } from '../../domain/policy/decide.ts'
import { HELP_PAGES, helpView } from '../views/help.ts'
import type { SlashCommand } from './command.ts'

export const help: SlashCommand = {
  form: {
    name: 'help',
    options: [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'page',
        min_value: 1,
        max_value: HELP_PAGES,
      },
    ],
  },
  run: async ({ options, request }) => {
    const isOwner = decide('host', request().actor).verdict === 'allow'
    return { view: helpView(options.integer('page') ?? 1, isOwner), visibility: 'caller' }
  },
}
