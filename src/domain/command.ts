import type { RequestId, TrackId } from '../base/ids.ts'
import type { Actor, Member } from './policy/actor.ts'
import type { remoteCommandSchema } from './schema/command.ts'
import type { Value } from './schema/schema.ts'
import type { Track } from './track.ts'

/**
 * Where new tracks go: to the end of the queue, to a position in it (1 is its front), or in place of
 * the current track.
 */
export type Place = 'end' | 'now' | number

/** A command that needs nothing but the player: any process may send it. */
export type RemoteCommand = Value<typeof remoteCommandSchema>

/** What `/seek` asks for, in milliseconds: a position, or a distance from the present one. */
export type SeekTarget = Extract<RemoteCommand, { kind: 'seek' }>['target']

/** What a player can be told to do. Positions in the queue start at 1. */
export type Command =
  /**
   * `tracks` is never empty. `goesOn`: more of them follow in pages, as inputs of their own. `seed`: they
   * come in the order that it shuffles them into.
   */
  | {
      readonly kind: 'enqueue'
      readonly tracks: readonly Track[]
      readonly place: Place
      readonly goesOn?: boolean
      readonly seed?: number | null
      /** The query that found them; null: there's none that finds the same list again. */
      readonly origin?: string | null
    }
  /** Puts another match in the place of a track that isn't what was meant. */
  | { readonly kind: 'wrong'; readonly id: TrackId; readonly track: Track }
  /** To silence, and back to the volume before. */
  | { readonly kind: 'mute'; readonly muted: boolean }
  /** Louder, or quieter, by so many percent, as far as it goes. */
  | { readonly kind: 'volume-by'; readonly percent: number }
  | RemoteCommand

/** Whether the command calls the bot into a voice channel. */
export const isCall = ({ kind }: Command): boolean => kind === 'enqueue' || kind === 'join'

/** Who gave the command, and its request id. */
export interface Request {
  readonly requestId: RequestId
  readonly actor: Actor
  /** When the command arrived, by the player's clock, in ms. */
  readonly receivedAtMs: number
  /** The track that it's about: once another one plays, the request is refused with 'track-over'. */
  readonly about?: TrackId
}

/** A request by a member. */
export interface MemberRequest extends Request {
  readonly actor: Member
}
