import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { newTrackId } from '../../base/ids.ts'
import type { Command } from '../../domain/command.ts'
import type { Found } from '../../domain/track.ts'
import { toEveryone } from '../interactions/reply.ts'
import { playView } from '../views/play.ts'
import type { CommandCall, SlashCommand } from './command.ts'

/** Discord shows at most this many choices. */
const CHOICES = 25

export const play: SlashCommand = {
  form: {
    name: 'play',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'query',
        autocomplete: true,
        max_length: 2_000,
      },
      {
        type: ApplicationCommandOptionType.Attachment,
        name: 'file',
      },
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'next',
      },
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'now',
      },
    ],
  },
  run: async (call) => {
    call.voiceChannel()
    const found = await find(call)
    // Finding tracks may take long, and people may move or leave meanwhile.
    const voiceChannel = call.voiceChannel()
    const requestedBy = call.request().actor.userId
    const tracks = found.tracks.map((track) => ({ ...track, id: newTrackId(), requestedBy }))
    const place = call.options.flag('now') ? 'now' : call.options.flag('next') ? 'next' : 'end'
    const command: Command = { kind: 'enqueue', tracks, place, voiceChannel }
    const notice = await call.players.command(call.guildId, command, call.request())
    return toEveryone(playView(notice, found.more))
  },
  suggest: (text, library) => library.suggest(text, CHOICES),
}

/**
 * Exactly one of them: playing one and ignoring the other would report success for half a command.
 */
function find(call: CommandCall): Promise<Found> {
  const file = call.options.file('file')
  const query = call.options.text('query')?.trim() ?? ''
  if ((file === null) === (query === '')) throw new SegueError('query-or-file')
  if (file !== null) return call.library.findAttachment(file, call.signal)
  return call.library.find(query, call.guildId, call.signal)
}
