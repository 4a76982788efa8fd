import type { GuildId } from '../../base/ids.ts'
import type { MemberRequest } from '../../domain/command.ts'
import type { VoiceChannel } from '../../domain/player/state.ts'
import type { Players } from '../../player/players.ts'
import type { Attachment, Library, Suggestion } from '../../player/ports.ts'
import type { CommandForm } from './form.ts'
import type { Reply } from './reply.ts'

/** A command's values, by the names of its options; Discord has checked type and range. */
export interface Options {
  text(name: string): string | null
  integer(name: string): number | null
  flag(name: string): boolean
  file(name: string): Attachment | null
}

/** One use of a command by one member, without any type of Discord's library. */
export interface CommandCall {
  readonly guildId: GuildId
  /** The caller's request, with their voice channel as it is now. */
  readonly request: () => MemberRequest
  readonly options: Options
  readonly players: Players
  readonly library: Library
  /**
   * The caller's voice channel as it is now. Throws a `SegueError` when the bot can't play there.
   */
  readonly voiceChannel: () => VoiceChannel
  /** Aborts when the bot shuts down. */
  readonly signal: AbortSignal
}

/**
 * A command: what Discord has to know of it, and one function that returns what to show.
 */
export interface SlashCommand {
  readonly form: CommandForm
  run(call: CommandCall): Promise<Reply>
  /** Choices for an option marked `autocomplete`, from memory. */
  suggest?(text: string, library: Library): Promise<Suggestion[]>
}
