import { ApplicationCommandOptionType } from 'discord.js'
import { VOLUME } from '../../domain/schema/sound.ts'
import { toEveryone } from '../interactions/reply.ts'
import { noticeView } from '../views/notice.ts'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const volume: SlashCommand = {
  form: {
    name: 'volume',
    options: [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'percent',
        min_value: VOLUME.minimum,
        max_value: VOLUME.maximum,
      },
    ],
  },
  run: async (call) => {
    const percent = call.options.integer('percent')
    if (percent !== null) return control(call, { kind: 'volume', volume: percent })
    const { volume: present } = call.players.state(call.guildId)
    return toEveryone(noticeView({ kind: 'volume', volume: present }))
  },
}
