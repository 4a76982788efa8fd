import type { Clock } from '../../base/clock.ts'
import type { Action } from '../../domain/policy/action.ts'
import type { Attachment, Library, Suggestion } from '../../player/ports.ts'
import type { OwnTracksReader } from '../../playlists/own-tracks.ts'
import type { Playlists } from '../../playlists/playlists.ts'
import type { Viewer } from '../../playlists/ports.ts'
import type { MemberCall } from '../interactions/call.ts'
import type { Reply } from '../interactions/reply.ts'
import type { Words } from '../words/words.ts'
import type { CommandForm } from './form.ts'

/** A command's values, by the names of its options; Discord has checked type and range. */
export interface Options {
  /** Which of its subcommands; null for a command without. */
  readonly subcommand: string | null
  text(name: string): string | null
  integer(name: string): number | null
  number(name: string): number | null
  flag(name: string): boolean | null
  file(name: string): Attachment | null
  /** Of a user, a role or a channel. */
  id(name: string): string | null
}

/** One use of a command by one member. */
export interface CommandCall extends MemberCall {
  readonly options: Options
}

/** What a member has typed so far into an option marked `autocomplete`. */
export interface Typed {
  readonly subcommand: string | null
  /** The option's name. */
  readonly option: string
  readonly text: string
  /** In the language of whoever types. */
  readonly words: Words
  /** Who types, and where. */
  readonly viewer: Viewer
  readonly library: Library
  readonly playlists: Playlists
  readonly ownTracks: Pick<OwnTracksReader, 'of'>
  readonly clock: Clock
  /** Aborts when nobody waits for the choices any more. */
  readonly signal: AbortSignal
}

/**
 * A command: what Discord has to know of it, and one function that returns what to show.
 */
export interface SlashCommand {
  readonly form: CommandForm
  /** What only some members may, or all of them in any channel; left out: 'read'. */
  readonly needs?: Action
  run(call: CommandCall): Promise<Reply>
  /** Choices for what somebody types; nobody waits for them after its abort. */
  suggest?(typed: Typed): Promise<Suggestion[]>
}
