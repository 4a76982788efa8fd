import { ApplicationCommandOptionType } from 'discord.js'
import type { SlashCommand, Typed } from './command.ts'
import { findingOptions, playAt } from './find.ts'

/** Discord shows at most this many choices. */
const CHOICES = 25

const suggest = ({ text, library, signal }: Typed) => library.suggest(text, CHOICES, signal)

export const play: SlashCommand = {
  form: {
    name: 'play',
    options: [
      ...findingOptions,
      { type: ApplicationCommandOptionType.Boolean, name: 'next' },
      { type: ApplicationCommandOptionType.Boolean, name: 'now' },
    ],
  },
  run: (call) => {
    const { options } = call
    return playAt(call, options.flag('now') ? 'now' : options.flag('next') ? 1 : 'end')
  },
  suggest,
}

export const playnext: SlashCommand = {
  form: { name: 'playnext', options: findingOptions },
  run: (call) => playAt(call, 1),
  suggest,
}

export const playnow: SlashCommand = {
  form: { name: 'playnow', options: findingOptions },
  run: (call) => playAt(call, 'now'),
  suggest,
}
