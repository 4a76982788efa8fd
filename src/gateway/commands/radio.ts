import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { shorten } from '../../base/one-line.ts'
import { QUERY_LENGTH } from '../../domain/schema/command.ts'
import { type Found, type FoundTrack, whole } from '../../domain/track.ts'
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
  suggest: async ({ text, library, signal }) =>
    (await library.stations(text, signal)).map(({ name, about, query }) => ({
      name: about === null ? name : `${shorten(name, NAME_LENGTH)} · ${about}`,
      value: query,
    })),
}

async function find({ options, library, guildId, signal }: CommandCall): Promise<Found> {
  const text = options.text('station')?.trim() ?? ''
  if (LINK.test(text)) return await library.find(text, guildId, signal)
  const station = await library.station(text, signal)
  if (station === null) throw new SegueError('station-unknown')
  // Some stations are a list of servers that send the same.
  const { tracks } = await library.find(station.url, guildId, signal)
  return whole(tracks.slice(0, 1).map((track) => onAir(track, station)))
}

/** Stations have no end, also where their server doesn't tell that it sends one. */
function onAir(track: FoundTrack, { name }: Station): FoundTrack {
  const isEndless = track.source === 'http' && track.durationMs === null
  return { ...track, title: name, live: track.live || isEndless }
}

const LINK = /^<?https?:\/\//i

/** Of a choice, which says more than its name. */
const NAME_LENGTH = 70
