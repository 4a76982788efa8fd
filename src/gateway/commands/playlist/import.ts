import { posix } from 'node:path'
import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../../base/error.ts'
import { shorten } from '../../../base/one-line.ts'
import { NAME_LENGTH, PLAYLIST_LIMITS, type Playlist } from '../../../domain/playlist.ts'
import { QUERY_LENGTH } from '../../../domain/schema/command.ts'
import { allOf } from '../../../player/all-of.ts'
import type { Attachment, ListFile } from '../../../player/ports.ts'
import { toCaller } from '../../interactions/reply.ts'
import { nameOf } from '../../views/title.ts'
import type { CommandCall } from '../command.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'
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
    const read =
      file === null ? await behind(link, call) : await call.playlists.files.read(file, call.signal)
    const list = await made(call, read, file === null ? link : null)
    return toCaller(({ playlists }) => ({
      content: playlists.imported(nameOf(list.name), list.count, read.skipped),
    }))
  },
}

/** What a link leads to: a file that lists tracks, or a page or folder that has them. */
async function behind(link: string, call: CommandCall): Promise<ListFile> {
  const { library, playlists, guildId, signal } = call
  const file = fileAt(link)
  if (file !== null) return await playlists.files.read(file, signal)
  const found = await library.find(link, guildId, signal)
  const tracks = await allOf(found, PLAYLIST_LIMITS.entries, signal)
  return { name: null, tracks, skipped: 0 }
}

function fileAt(link: string): Pick<Attachment, 'name' | 'url'> | null {
  const url = URL.parse(link)
  if (url === null || !/\.(?:csv|tsv|json|m3u8?|pls|txt)$/i.test(url.pathname)) return null
  return { url: url.href, name: posix.basename(url.pathname) }
}

async function made(call: CommandCall, read: ListFile, link: string | null): Promise<Playlist> {
  const name = call.options.text('name') ?? read.name ?? URL.parse(link ?? '')?.host ?? ''
  const { maximum } = NAME_LENGTH
  return await call.playlists.create(shorten(name, maximum), whoseOf(call), askerOf(call), {
    ...{ tracks: read.tracks, link },
  })
}
