import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import { type ErrorCode, SegueError } from '../../base/error.ts'
import { FAVORITES, type Playlist, type PlaylistOwner } from '../../domain/playlist.ts'
import type { FoundTrack } from '../../domain/track.ts'
import type { Words } from '../words/words.ts'
import { customId } from './custom-id.ts'
import { linesWithin, nameOf, titleOf } from './title.ts'
import { lengthOf } from './track-length.ts'
import type { View } from './view.ts'

/** Lists that a message shows at most, and characters of their lines: headings and the rest have room beside. */
const SHOWN = 15
const LINES_LENGTH = 1_700

export const ENTRIES_A_PAGE = 10
/** So that a page of titles that are all markup fits, each character with its backslash. */
const TITLE_LENGTH = 60

/** What the buttons that turn pages do, in their custom ids. */
export const PLAYLIST_PAGE = 'playlist-page'

/** An entry as the store gives it. */
interface Entry {
  readonly track: FoundTrack | null
}

/** How a sentence calls that list. */
export function listName({ name, owner }: Playlist, { playlists }: Words): string {
  if (name !== FAVORITES) return nameOf(name)
  return owner.kind === 'user' ? playlists.favorites.own : playlists.favorites.server
}

/** All that somebody can play, whoever's it is. */
export const overviewView =
  (
    lists: readonly Playlist[],
    { userId, guildId }: { readonly userId: string; readonly guildId: string },
  ): View =>
  ({ playlists: { overview } }) => {
    if (lists.length === 0) return { content: overview.none }
    const groupOf = ({ owner }: Playlist): 'own' | 'server' | 'shared' =>
      owner.id === userId ? 'own' : owner.id === guildId ? 'server' : 'shared'
    const lineOf = ({ name, count, isArriving }: Playlist) => {
      const line = overview.line(nameOf(name), count)
      return isArriving ? `${line} (${overview.incomplete})` : line
    }
    const all = lists.slice(0, SHOWN).map((list) => ({ group: groupOf(list), line: lineOf(list) }))
    const fitting = linesWithin(
      all.map(({ line }) => line),
      LINES_LENGTH,
    )
    const shown = all.slice(0, fitting)
    const paragraphs = [...Map.groupBy(shown, ({ group }) => group)].map(([group, inside]) =>
      [overview[group], ...inside.map(({ line }) => line)].join('\n'),
    )
    const hidden = lists.length - shown.length
    if (hidden > 0) paragraphs.push(overview.more(hidden))
    return { content: paragraphs.join('\n\n') }
  }

/** How a sentence calls an entry. */
export const entryName = ({ track }: Entry, { playlists }: Words, limit?: number): string =>
  track === null ? playlists.unreadable : titleOf(track, limit)

/** What was added to the favourites: `only` that track, or `count` of several. */
export const keptView =
  (whose: 'own' | 'server', only: FoundTrack | null, count: number): View =>
  ({ playlists }) => {
    const name = playlists.favorites[whose]
    return {
      content: only === null ? playlists.added(name, count) : playlists.kept(titleOf(only), name),
    }
  }

/** How many more tracks came from a link, and null or why not the rest. */
interface Taken {
  readonly count: number
  readonly code: ErrorCode | null
}

/** A list that was just made from a file or a link, of which so many more have come. */
export const importedView =
  (list: Playlist, { count, code }: Taken, skipped: number): View =>
  ({ playlists, list: arriving }) => {
    const all = list.count + count
    const told = playlists.imported(nameOf(list.name), all, skipped)
    return { content: code === null ? told : `${told}\n${arriving.failed(all, code)}` }
  }

/** What a list's link had that the list hadn't. */
export const updatedView =
  (list: Playlist, { count, code }: Taken): View =>
  (words) => {
    const told = words.playlists.updated(listName(list, words), count)
    return { content: code === null ? told : `${told}\n${words.list.failed(count, code)}` }
  }

/** What was taken out of a list. */
export const removedView =
  (list: Playlist, removed: readonly Entry[]): View =>
  (words) => {
    const [only] = removed
    const name = listName(list, words)
    return {
      content:
        only !== undefined && removed.length === 1
          ? words.playlists.removed(entryName(only, words), name)
          : words.playlists.removedMany(removed.length, name),
    }
  }

/** With whom a list is shared now, or no longer. */
export const sharedView =
  (list: Playlist, audience: PlaylistOwner, isShared: boolean): View =>
  (words) => {
    const { shared, unshared } = words.playlists
    const name = listName(list, words)
    const whom = audience.kind === 'user' ? `<@${audience.id}>` : null
    return { content: isShared ? shared(name, whom) : unshared(name, whom) }
  }

/** The page that comes nearest to the wanted one. Throws 'playlist-empty'. */
export function pageOf({ count }: Playlist, wanted: number): number {
  if (count === 0) throw new SegueError('playlist-empty')
  const whole = Number.isSafeInteger(wanted) ? wanted : 1
  return Math.min(Math.max(1, whole), pagesOf(count))
}

const pagesOf = (count: number): number => Math.max(1, Math.ceil(count / ENTRIES_A_PAGE))

/** One page of a list, counted from 1, with the buttons that turn to the next ones. */
export const playlistView =
  (list: Playlist, page: number, entries: readonly Entry[]): View =>
  (words) => {
    const { playlists, queue } = words
    const first = (page - 1) * ENTRIES_A_PAGE + 1
    const lines = entries.map((entry, index) => {
      const length = entry.track === null ? null : lengthOf(entry.track, queue)
      return `\`${first + index}\` ${entryName(entry, words, TITLE_LENGTH)}${length === null ? '' : ` (${length})`}`
    })
    const pages = pagesOf(list.count)
    const head = capital(playlists.overview.line(listName(list, words), list.count))
    const end = pages > 1 ? [queue.page(page, pages)] : []
    if (list.isArriving) end.push(playlists.arriving[list.link === null ? 'file' : 'link'])
    return {
      content: [head, ...lines, ...end].join('\n'),
      components: pages > 1 ? [pageRow(list, page, pages)] : [],
    }
  }

/** As a heading begins; names, which stand in `**`, stay as people wrote them. */
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

function pageRow(
  { id }: Playlist,
  page: number,
  pages: number,
): APIActionRowComponent<APIComponentInMessageActionRow> {
  const turn = (label: string, to: number) => ({
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    custom_id: customId(PLAYLIST_PAGE, id, String(to)),
    disabled: to < 1 || to > pages,
    label,
  })
  return { type: ComponentType.ActionRow, components: [turn('◀', page - 1), turn('▶', page + 1)] }
}
