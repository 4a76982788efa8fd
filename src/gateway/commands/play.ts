import { ApplicationCommandOptionType } from 'discord.js'
import type { SlashCommand } from './command.ts'
import { findingOptions, playAt } from './find.ts'
import { suggestTracks } from './suggest-tracks.ts'

export const play: SlashCommand = {
  form: {
    name: 'play',
    options: [
      ...findingOptions,
      { type: ApplicationCommandOptionType.Boolean, name: 'next' },
      { type: ApplicationCommandOptionType.Boolean, name: 'now' },
      { type: ApplicationCommandOptionType.Boolean, name: 'split' },
    ],
  },
  run: (call) => {
    const { options } = call
    return playAt(call, options.flag('now') ? 'now' : options.flag('next') ? 1 : 'end')
  },
  suggest: suggestTracks,
}

export const playnext: SlashCommand = {
  form: { name: 'playnext', options: findingOptions },
  run: (call) => playAt(call, 1),
  suggest: suggestTracks,
}

export const playnow: SlashCommand = {
  form: { name: 'playnow', options: findingOptions },
  run: (call) => playAt(call, 'now'),
  suggest: suggestTracks,
}
