import { ApplicationCommandOptionType } from 'discord.js'
import { decide, permit } from '../../domain/policy/decide.ts'
import { askToErase, privacyView } from '../views/privacy.ts'
import type { SlashCommand } from './command.ts'

export const privacy: SlashCommand = {
  form: {
    name: 'privacy',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'delete',
        choices: [{ value: 'mine' }, { value: 'server' }],
      },
    ],
  },
  needs: 'own-data',
  run: async ({ guildId, players, options, request, historyDays }) => {
    const { actor } = request()
    const state = players.state(guildId)
    const what = options.text('delete')
    if (what === 'server') permit('erase', actor, state)
    const owns = decide('erase', actor, state).verdict === 'allow'
    const view =
      what === 'server' || what === 'mine'
        ? askToErase(what)
        : privacyView(historyDays, owns ? ['mine', 'server'] : ['mine'])
    return { view, visibility: 'caller' }
  },
}
