import type { ListenServiceName } from '../../domain/listen.ts'
import type { CommandText, WithChoices, WithOptions, WithSubcommands } from './command-text.ts'
import type { Title } from './title.ts'

/** On services that keep what members listen to. `service` is the name that it goes by. */
export interface ScrobbleWords {
  /** The account of that name is linked now: what that means. */
  linked(service: string, name: Title): string
  /** How to allow it at Last.fm: a button leads there, and another one goes on. */
  readonly allow: string
  /** On these two buttons. */
  readonly open: string
  readonly allowed: string
  unlinked(service: string | null): string
  readonly nothingLinked: string
  /** Of an account that's linked; `waiting`: listens that the service hasn't taken yet. */
  status(service: string, name: Title, waiting: number): string
  /** The service doesn't take it any more. */
  refused(service: string, name: Title): string
  /** On the form for a token; at most 45 characters. */
  readonly token: string
  /** Where it's found; at most 100 characters. */
  readonly tokenHint: string
}

/** `/scrobble` and what it's split into. */
export type ScrobbleCommandWords = WithSubcommands<{
  readonly link: WithOptions<{ readonly service: WithChoices<ListenServiceName> }>
  readonly unlink: WithOptions<{ readonly service: WithChoices<ListenServiceName> }>
  readonly status: CommandText
}>

/** They're called the same in every language. */
export const SERVICE_NAMES: Readonly<Record<ListenServiceName, string>> = {
  listenbrainz: 'ListenBrainz',
  lastfm: 'Last.fm',
}
