import type { ErrorCode } from '../base/error.ts'
import type { ChannelId, UserId } from '../base/ids.ts'
import type { AutoplayMode, Relation } from './autoplay.ts'
import type { FilterOn } from './filters.ts'
import type { Undoable } from './player/past/past.ts'
import type { LoopMode } from './player/state.ts'
import type { Remarks } from './queue-rules.ts'
import type { SegmentCategory } from './segments.ts'
import type { Track } from './track.ts'
import type { UnplayableCode } from './unplayable.ts'

/**
 * The outcome of a command or an event, as data: the answer to the member who asked, or an
 * announcement in the text channel. Only the gateway puts it into words.
 */
export type Notice =
  /** `more` tracks were queued behind it by the same request. */
  | ({ readonly kind: 'playing'; readonly track: Track; readonly more: number } & Partial<Remarks>)
  | ({
      readonly kind: 'queued'
      readonly track: Track
      readonly position: number
      readonly more: number
    } & Partial<Remarks>)
  /** The track plays as soon as somebody is there to hear it, or the bot is allowed to speak. */
  | {
      readonly kind: 'waiting'
      readonly track: Track
      readonly reason: 'alone' | 'muted' | 'suppressed'
    }
  /** The track was asked for a while ago and still hasn't started or failed. */
  | { readonly kind: 'starting'; readonly track: Track }
  /** Somebody else's command came before the track's first sound. */
  | { readonly kind: 'replaced'; readonly track: Track }
  /** The track is the next match for the words that found `other`, which can't be played. */
  | {
      readonly kind: 'instead'
      readonly track: Track
      readonly other: Track
      readonly code: UnplayableCode
    }
  /** `sounded`: the track broke off in the middle. */
  | {
      readonly kind: 'failed'
      readonly track: Track
      readonly code: ErrorCode
      readonly sounded: boolean
    }
  /** The track's source failed in a way that may pass, so it's tried again several times. */
  | { readonly kind: 'retrying'; readonly track: Track; readonly code: ErrorCode }
  /** The track was tried for a while; the next one plays first. */
  | { readonly kind: 'postponed'; readonly track: Track; readonly code: ErrorCode }
  /** Nothing else worked either; `kept` tracks stay queued, this one first. */
  | {
      readonly kind: 'unreachable'
      readonly track: Track
      readonly code: ErrorCode
      readonly kept: number
    }
  /** Too many failures in a row; `kept` tracks stay queued. */
  | { readonly kind: 'gave-up'; readonly kept: number }
  | { readonly kind: 'finished' }
  | { readonly kind: 'paused'; readonly track: Track }
  | { readonly kind: 'resumed'; readonly track: Track }
  | { readonly kind: 'stopped' }
  /** `more`: so many tracks behind it were skipped with it. */
  | {
      readonly kind: 'skipped'
      readonly track: Track
      readonly more: number
      readonly next: Track | null
    }
  /** A vote to skip the track goes on, for at most `leftMs`. */
  | {
      readonly kind: 'voted'
      readonly track: Track
      readonly votes: number
      readonly needed: number
      readonly leftMs: number
    }
  /** Too few voted in time. */
  | {
      readonly kind: 'vote-over'
      readonly track: Track
      readonly votes: number
      readonly needed: number
    }
  /** What the owners of this bot tell everybody. */
  | { readonly kind: 'from-host'; readonly text: string }
  /** In the channel where tracks are requested with a button. */
  | { readonly kind: 'request-here' }
  /** Who leads the music from now on. */
  | { readonly kind: 'dj'; readonly userId: UserId }
  | { readonly kind: 'sought'; readonly track: Track; readonly positionMs: number }
  /** Parts of the track are left out, as the server's settings say; the first of them is one of these. */
  | {
      readonly kind: 'left-out'
      readonly track: Track
      readonly categories: readonly SegmentCategory[]
    }
  | { readonly kind: 'volume'; readonly volume: number }
  /** What filters do from now on. */
  | { readonly kind: 'filters'; readonly on: readonly FilterOn[] }
  | { readonly kind: 'autoplay'; readonly mode: AutoplayMode }
  /** Autoplay chose the track, since it's related to `other` that way. */
  | {
      readonly kind: 'chosen'
      readonly track: Track
      readonly by: Relation
      readonly other: Pick<Track, 'title' | 'artist'>
    }
  /** The queue is empty, and autoplay found nothing that goes with the track. */
  | { readonly kind: 'nothing-related'; readonly track: Track }
  | { readonly kind: 'loop'; readonly loop: LoopMode }
  /** The track begins once more. */
  | { readonly kind: 'replayed'; readonly track: Track }
  | { readonly kind: 'removed'; readonly track: Track }
  | { readonly kind: 'removed-some'; readonly count: number }
  | { readonly kind: 'moved'; readonly track: Track; readonly position: number }
  /** The queued track is there now in place of `other`, which isn't what was meant. */
  | {
      readonly kind: 'corrected'
      readonly track: Track
      readonly other: Track
      readonly position: number
    }
  /** What plays for the track, of which only its name was known, may not be what was meant. */
  | {
      readonly kind: 'doubtful'
      readonly track: Track
      readonly other: Pick<Track, 'title' | 'artist'>
    }
  | { readonly kind: 'swapped'; readonly track: Track; readonly other: Track }
  | { readonly kind: 'shuffled'; readonly count: number }
  /** A change of the queue was taken back; `count` tracks are queued now. */
  | { readonly kind: 'undone'; readonly change: Undoable; readonly count: number }
  | { readonly kind: 'cleared'; readonly count: number }
  | { readonly kind: 'joined'; readonly channelId: ChannelId; readonly next: Track | null }
  | { readonly kind: 'left' }
  | { readonly kind: 'join-queued'; readonly waitMs: number }
  /** The channel's encryption failed, so the bot joins again and plays on. */
  | { readonly kind: 'rejoining' }
  /** Voice ended without a command; `kept` tracks stay queued. */
  | { readonly kind: 'voice-lost'; readonly code: ErrorCode; readonly kept: number }
  /** Nobody has listened for a long time; `kept` tracks stay queued. */
  | { readonly kind: 'left-alone'; readonly minutes: number; readonly kept: number }
  /** Tracks that were stored, and that this version can't read. */
  | { readonly kind: 'unreadable'; readonly count: number }
  /** A list that was arriving before a restart couldn't be found again. */
  | { readonly kind: 'rest-missing'; readonly code: ErrorCode }
  /** The process crashed several times while opening the track, which is left out. */
  | { readonly kind: 'crashed'; readonly track: Track }
  /** The bot is in a stage's audience: a moderator has to let it speak. */
  | { readonly kind: 'asked-to-speak' }
  /** The bot is in a channel where nobody can hear it; `code` tells why. */
  | { readonly kind: 'unheard'; readonly code: 'missing-speak' | 'stage-audience' }
