import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { QUERY_LENGTH } from '../../domain/schema/command.ts'
import { type Found, whole } from '../../domain/track.ts'
import { enqueue } from '../../player/enqueue.ts'
import type { Station } from '../../player/ports.ts'
import { queued } from '../interactions/queued.ts'
import type { CommandCall, SlashCommand } from './command.ts'

export const radio: SlashCommand = {
  form: {
    name: 'radio',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'station',
        required: true,
        autocomplete: true,
        max_length: QUERY_LENGTH,
      },
      { type: ApplicationCommandOptionType.Boolean, name: 'now' },
    ],
  },
  run: async (call) => {
    const { players, guildId, options, request } = call
    return queued(
      await enqueue(players, guildId, {
        find: () => find(call),
        place: options.flag('now') ? 'now' : 'end',
        requestedBy: request().actor.userId,
        request,
      }),
    )
  },
  suggest: async ({ text, library }) =>
    matching(await library.stations(), text).map(({ name }) => ({ name, value: name })),
}

async function find({ options, library, guildId, signal }: CommandCall): Promise<Found> {
  const text = options.text('station')?.trim() ?? ''
  if (LINK.test(text)) return await library.find(text, guildId, signal)
  const [station] = matching(await library.stations(), text)
  if (station === undefined) throw new SegueError('station-unknown')
  // Some stations are a list of servers that send the same.
  const { tracks } = await library.find(station.url, guildId, signal)
  return whole(tracks.slice(0, 1).map((track) => ({ ...track, title: station.name })))
}

const LINK = /^<?https?:\/\//i

/** Those whose name has the text in it; one that is the text, or begins with it, comes first. */
function matching(stations: readonly Station[], text: string): Station[] {
  const wanted = keyOf(text)
  const rank = ({ name }: Station) =>
    keyOf(name) === wanted ? 0 : keyOf(name).startsWith(wanted) ? 1 : 2
  return stations
    .filter(({ name }) => keyOf(name).includes(wanted))
    .sort((a, b) => rank(a) - rank(b))
}

const keyOf = (text: string): string => text.normalize('NFKC').trim().toLowerCase()
