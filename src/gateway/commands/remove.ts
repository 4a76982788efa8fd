import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { userId } from '../../base/ids.ts'
import type { Command } from '../../domain/command.ts'
import type { Options, SlashCommand } from './command.ts'
import { control } from './control.ts'

/** `3`, or `3-7`: from one number to another. */
const RANGE = /^(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?$/

export const remove: SlashCommand = {
  form: {
    name: 'remove',
    options: [
      { type: ApplicationCommandOptionType.String, name: 'position', max_length: 20 },
      { type: ApplicationCommandOptionType.User, name: 'by' },
      { type: ApplicationCommandOptionType.Boolean, name: 'duplicates' },
      { type: ApplicationCommandOptionType.Boolean, name: 'absent' },
    ],
  },
  run: async (call) => control(call, removalOf(call.options)),
}

/** Throws 'one-removal' unless exactly one thing is named. */
function removalOf(options: Options): Command {
  const [position, by] = [options.text('position'), options.id('by')]
  const named: Command[] = [
    ...(position === null ? [] : [atPosition(position)]),
    ...(by === null ? [] : [{ kind: 'remove-by', userId: userId(by) } as const]),
    ...(options.flag('duplicates') ? [{ kind: 'remove-duplicates' } as const] : []),
    ...(options.flag('absent') ? [{ kind: 'remove-absent' } as const] : []),
  ]
  const [one, ...more] = named
  if (one === undefined || more.length > 0) throw new SegueError('one-removal')
  return one
}

/** Throws 'bad-index' for anything else than a number or a range of them. */
function atPosition(text: string): Command {
  const [, from, to] = RANGE.exec(text.trim()) ?? []
  if (from === undefined) throw new SegueError('bad-index')
  if (to === undefined) return { kind: 'remove', position: Number(from) }
  return { kind: 'remove-range', from: Number(from), to: Number(to) }
}
