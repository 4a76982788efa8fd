import type {
  CommandText,
  OptionText,
  WithChoices,
  WithOptions,
  WithSubcommands,
} from './command-text.ts'
import type { Title } from './title.ts'

/** What a list can be exported as. */
type ExportFormat = 'json' | 'csv' | 'm3u'

/** What people read about playlists. A list is named by its safe title, or by what `favorites` says. */
export interface PlaylistWords {
  /** How sentences call the favourites, of the reader or of the server. */
  readonly favorites: { readonly own: string; readonly server: string }
  created(name: Title): string
  /** `count` tracks are at its end now. */
  added(name: string, count: number): string
  /** One track is among the favourites now. */
  kept(track: Title, name: string): string
  /** One track, or one that can't be read, was taken out. */
  removed(track: string, name: string): string
  removedMany(count: number, name: string): string
  moved(track: string, position: number, name: string): string
  renamed(from: Title, to: Title): string
  deleted(name: string): string
  /** It was somebody else's, and isn't shared any more with whoever wanted it gone. */
  hidden(name: string): string
  /** `count` tracks that were there twice were taken out; it may be none. */
  deduped(name: string, count: number): string
  /** `whom` mentions a person; null: this server. */
  shared(name: string, whom: string | null): string
  unshared(name: string, whom: string | null): string
  /** `count` tracks came in, and `skipped` entries named nothing that could be looked for. */
  imported(name: Title, count: number, skipped: number): string
  /** `count` tracks of its link are new in it; it may be none. */
  updated(name: string, count: number): string
  /** The file is attached. */
  exported(name: string, count: number): string
  /** The import of a link or a file is under way, or was broken off: what to do. */
  readonly arriving: { readonly link: string; readonly file: string }
  /** In place of a track that this version can't read. */
  readonly unreadable: string
  readonly overview: OverviewWords
}

/** The list of playlists. */
export interface OverviewWords {
  readonly none: string
  readonly own: string
  readonly server: string
  readonly shared: string
  /** One of them, and how many tracks it has. */
  line(name: string, count: number): string
  /** Behind a list whose import is under way, or was broken off. */
  readonly incomplete: string
  /** So many more aren't shown. */
  more(count: number): string
}

export type PlaylistCommandWords = WithSubcommands<{
  readonly create: WithOptions<Record<'name' | 'server', OptionText>>
  readonly add: WithOptions<Record<'name' | 'query' | 'queue', OptionText>>
  readonly list: CommandText
  readonly show: WithOptions<Record<'name' | 'page', OptionText>>
  readonly play: WithOptions<Record<'name' | 'next' | 'shuffle', OptionText>>
  readonly remove: WithOptions<Record<'name' | 'position' | 'to', OptionText>>
  readonly move: WithOptions<Record<'name' | 'from' | 'to', OptionText>>
  readonly rename: WithOptions<Record<'name' | 'new-name', OptionText>>
  readonly delete: WithOptions<Record<'name', OptionText>>
  readonly dedupe: WithOptions<Record<'name', OptionText>>
  readonly import: WithOptions<Record<'file' | 'link' | 'name' | 'server', OptionText>>
  readonly update: WithOptions<Record<'name', OptionText>>
  readonly export: WithOptions<{
    readonly name: OptionText
    readonly format: WithChoices<ExportFormat>
  }>
  readonly share: WithOptions<Record<'name' | 'person' | 'server' | 'stop', OptionText>>
}>

export type FavoritesCommandWords = WithSubcommands<{
  readonly add: WithOptions<Record<'query' | 'server', OptionText>>
  readonly remove: WithOptions<Record<'position' | 'server', OptionText>>
  readonly list: WithOptions<Record<'page' | 'server', OptionText>>
  readonly play: WithOptions<Record<'next' | 'shuffle' | 'server', OptionText>>
}>
