import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { QUERY_LENGTH } from '../../domain/schema/command.ts'
import type { Found } from '../../domain/track.ts'
import { enqueue } from '../../player/enqueue.ts'
import { queued } from '../interactions/queued.ts'
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
        max_length: QUERY_LENGTH,
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
    const { players, guildId, options, request } = call
    const enqueued = await enqueue(players, guildId, {
      find: () => find(call),
      place: options.flag('now') ? 'now' : options.flag('next') ? 1 : 'end',
      requestedBy: request().actor.userId,
      request,
    })
    return queued(enqueued)
  },
  suggest: ({ text, library, signal }) => library.suggest(text, CHOICES, signal),
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
