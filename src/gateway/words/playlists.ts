import type { CommandText, OptionText, WithOptions, WithSubcommands } from './command-text.ts'
import type { Title } from './title.ts'

/** What people read about playlists. A list is named by its safe title, or by what `favorites` says. */
export interface PlaylistWords {
  /** How sentences call the favourites, of the reader or of the server. */
  readonly favorites: { readonly own: string; readonly server: string }
  created(name: Title): string
  /** `count` tracks are at its end now. */
  added(name: string, count: number): string
  readonly overview: OverviewWords
}

/** The list of playlists. */
export interface OverviewWords {
  readonly none: string
  readonly own: string
  readonly server: string
  readonly shared: string
  /** One of them, and how many tracks it has. */
  line(name: Title, count: number): string
  /** So many more aren't shown. */
  more(count: number): string
}

export type PlaylistCommandWords = WithSubcommands<{
  readonly create: WithOptions<Record<'name' | 'server', OptionText>>
  readonly add: WithOptions<Record<'name' | 'query' | 'queue', OptionText>>
  readonly list: CommandText
  readonly play: WithOptions<Record<'name' | 'next' | 'shuffle', OptionText>>
}>
