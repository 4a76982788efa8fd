import { ApplicationCommandOptionType } from 'discord.js'
import type { Playlist } from '../../../domain/playlist.ts'
import type { CommandCall, Typed } from '../command.ts'
import type { OptionForm } from '../form.ts'
import { askerOf } from './asker.ts'

/** The longest name, or the value of a suggestion. */
const LENGTH = 100
/** Discord shows at most this many choices. */
const CHOICES = 25

/** An option that takes a playlist, whose names are suggested. */
export const whichOption: OptionForm = {
  type: ApplicationCommandOptionType.String,
  name: 'name',
  required: true,
  autocomplete: true,
  max_length: LENGTH,
}

/** The playlist that the option names. Rejects with 'playlist-unknown'. */
export const which = (call: CommandCall): Promise<Playlist> =>
  call.playlists.find(call.options.text('name') ?? '', askerOf(call))

export const suggestWhich = ({ text, viewer, playlists }: Typed) =>
  playlists.suggest(text, viewer, CHOICES)
