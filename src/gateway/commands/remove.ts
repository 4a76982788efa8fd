import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import type { Command } from '../../domain/command.ts'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

/** `3`, or `3-7`: from one number to another. */
const RANGE = /^(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?$/

export const remove: SlashCommand = {
  form: {
    name: 'remove',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'position',
        required: true,
        max_length: 20,
      },
    ],
  },
  run: async (call) => control(call, removalOf(call.options.text('position') ?? '')),
}

/** Throws 'bad-index' for anything else than a number or a range of them. */
function removalOf(text: string): Command {
  const [, from, to] = RANGE.exec(text.trim()) ?? []
  if (from === undefined) throw new SegueError('bad-index')
  if (to === undefined) return { kind: 'remove', position: Number(from) }
  return { kind: 'remove-range', from: Number(from), to: Number(to) }
}
