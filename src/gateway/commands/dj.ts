import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { userId } from '../../base/ids.ts'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const dj: SlashCommand = {
  form: {
    name: 'dj',
    options: [{ type: ApplicationCommandOptionType.User, name: 'member', required: true }],
  },
  run: (call) => {
    const id = call.options.id('member')
    if (id === null) throw new SegueError('dj-not-here')
    return control(call, { kind: 'dj', userId: userId(id) })
  },
}
