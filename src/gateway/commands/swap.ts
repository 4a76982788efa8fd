import type { SlashCommand } from './command.ts'
import { control } from './control.ts'
import { queuePosition } from './queue-position.ts'

export const swap: SlashCommand = {
  form: {
    name: 'swap',
    options: [queuePosition('first'), queuePosition('second')],
  },
  run: (call) => {
    const first = call.options.integer('first') ?? 0
    const second = call.options.integer('second') ?? 0
    return control(call, { kind: 'swap', first, second })
  },
}
