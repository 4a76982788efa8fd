import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../../base/error.ts'
import { shorten } from '../../../base/one-line.ts'
import { NAME_LENGTH, type Playlist } from '../../../domain/playlist.ts'
import { QUERY_LENGTH } from '../../../domain/schema/command.ts'
import type { FoundTrack } from '../../../domain/track.ts'
import type { Content } from '../../../playlists/playlists.ts'
import { type Reply, toCaller } from '../../interactions/reply.ts'
import { importedView } from '../../views/playlists.ts'
import type { CommandCall } from '../command.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'
import { behind, takeRest } from './from-link.ts'
import { whoseOf, whoseOption } from './whose.ts'

export const importList: Subcommand = {
  form: {
    name: 'import',
    options: [
      { type: ApplicationCommandOptionType.Attachment, name: 'file' },
      { type: ApplicationCommandOptionType.String, name: 'link', max_length: QUERY_LENGTH },
      { type: ApplicationCommandOptionType.String, name: 'name', max_length: NAME_LENGTH.maximum },
      whoseOption,
    ],
  },
  run: async (call) => {
    const file = call.options.file('file')
    const link = call.options.text('link')?.trim() ?? ''
    if ((file === null) === (link === '')) throw new SegueError('link-or-file')
    if (file === null) return await fromLink(link, call)
    const { tracks, name, skipped } = await call.playlists.files.read(file, call.signal)
    const list = await made(call, name, { tracks, link: null, isArriving: false })
    return toCaller(importedView(list, { count: 0, code: null }, skipped))
  },
}

/** The list is there with the first page, and grows with each that comes. */
async function fromLink(link: string, call: CommandCall): Promise<Reply> {
  const { found, name, skipped } = await behind(link, call)
  const isArriving = found.rest !== null
  const list = await made(call, name, { tracks: found.tracks, link, isArriving })
  const keep = async (page: readonly FoundTrack[]) => {
    await call.playlists.add(list, page, askerOf(call))
    return page.length
  }
  const taken = await takeRest(found, keep, call)
  // Where the bot is told to stop, the rest is missing, which nobody may read any more.
  if (isArriving && taken.code !== 'shutting-down') await call.playlists.arrived(list)
  return toCaller(importedView(list, taken, skipped))
}

async function made(call: CommandCall, said: string | null, content: Content): Promise<Playlist> {
  const name = call.options.text('name') ?? said ?? URL.parse(content.link ?? '')?.host ?? ''
  const short = shorten(name, NAME_LENGTH.maximum)
  return await call.playlists.create(short, whoseOf(call), askerOf(call), content)
}
