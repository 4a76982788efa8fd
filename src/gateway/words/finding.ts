import type { SearchPlace } from '../../domain/track.ts'
import type { OptionText, WithChoices, WithOptions } from './command-text.ts'
import type { Title } from './title.ts'

/** What people read where they look for something to hear. */
export interface FindingWords {
  /** Above what a search has found. */
  readonly choose: string
  /** Above what may be a track of which only the name is known. */
  unsure(title: Title): string
  /** In the menu of what was found, until something is chosen; at most 150 characters. */
  readonly placeholder: string
  /** Where a track of the host's own files comes from. */
  readonly library: string
}

/** Entries of context menus, by their registered names; at most 32 characters. */
export interface MenuWords {
  readonly 'Play this': string
}

/** An entry's registered name. */
export type MenuName = keyof MenuWords

/** The commands that find something to hear. */
export interface FindingCommandWords {
  readonly play: WithOptions<FindingOptions & Record<'next' | 'now' | 'split', OptionText>>
  readonly playnext: WithOptions<FindingOptions>
  readonly playnow: WithOptions<FindingOptions>
  readonly radio: WithOptions<Record<'station' | 'now', OptionText>>
  readonly search: WithOptions<Pick<FindingOptions, 'query' | 'source'>>
}

export interface FindingOptions extends Record<'query' | 'file' | 'shuffle', OptionText> {
  readonly source: WithChoices<SearchPlace>
}
