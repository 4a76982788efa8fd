import { ApplicationCommandOptionType } from 'discord.js'
import { whatIsOn } from '../../domain/filters.ts'
import { SPEED } from '../../domain/schema/sound.ts'
import { toEveryone } from '../interactions/reply.ts'
import { noticeView } from '../views/notice.ts'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

/** How fast it plays. */
export const speed = changing('speed')
/** How high it sounds. */
export const pitch = changing('pitch')

function changing(name: 'speed' | 'pitch'): SlashCommand {
  return {
    form: {
      name,
      options: [
        {
          type: ApplicationCommandOptionType.Number,
          name: 'times',
          min_value: SPEED.minimum,
          max_value: SPEED.maximum,
        },
      ],
    },
    run: async (call) => {
      const to = call.options.number('times')
      if (to !== null) return control(call, { kind: 'filter', change: { kind: name, to } })
      const { filters } = call.players.state(call.guildId)
      return toEveryone(noticeView({ kind: 'filters', on: whatIsOn(filters) }))
    },
  }
}
