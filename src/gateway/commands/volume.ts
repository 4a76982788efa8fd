import { ApplicationCommandOptionType } from 'discord.js'
import { noticeText } from '../ui/notice-text.ts'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const volume: SlashCommand = {
  data: {
    name: 'volume',
    description: 'Set or show the volume',
    options: [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'percent',
        description: '0 to 200; 100 is normal',
        min_value: 0,
        max_value: 200,
      },
    ],
  },
  run: async (call) => {
    const percent = call.options.integer('percent')
    if (percent !== null) return control(call, { kind: 'volume', volume: percent })
    return noticeText({ kind: 'volume', volume: call.players.state(call.guildId).volume })
  },
}
