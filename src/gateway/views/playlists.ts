import { FAVORITES, type Playlist } from '../../domain/playlist.ts'
import type { Words } from '../words/words.ts'
import { nameOf } from './title.ts'
import type { View } from './view.ts'

/** Lists that a message shows at most, so that it's short enough whatever they're called. */
const SHOWN = 15

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
    const groupOf = ({ owner }: Playlist) =>
      owner.id === userId ? 'own' : owner.id === guildId ? 'server' : 'shared'
    const groups = Map.groupBy(lists.slice(0, SHOWN), groupOf)
    const paragraphs = [...groups].map(([group, inside]) => {
      const lines = inside.map(({ name, count }) => overview.line(nameOf(name), count))
      return [overview[group], ...lines].join('\n')
    })
    const hidden = lists.length - SHOWN
    if (hidden > 0) paragraphs.push(overview.more(hidden))
    return { content: paragraphs.join('\n\n') }
  }
