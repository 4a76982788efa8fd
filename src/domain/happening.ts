import type { ChannelId } from '../base/ids.ts'
import type { ErrorCode } from './errors.ts'
import type { LoopMode } from './player-state.ts'
import type { Track } from './track.ts'

/**
 * What came of a command or of an event, as data: the answer to the one who asked, or an
 * announcement to the text channel. Only the gateway has words for it.
 */
export type Happening =
  /** `more` tracks were queued behind it by the same request. */
  | { readonly kind: 'playing'; readonly track: Track; readonly more: number }
  | {
      readonly kind: 'queued'
      readonly track: Track
      readonly position: number
      readonly more: number
    }
  /** It will sound, or go on, as soon as somebody is there to hear it, or the bot may be heard. */
  | {
      readonly kind: 'waiting'
      readonly track: Track
      readonly reason: 'alone' | 'muted' | 'suppressed'
    }
  /** Nothing is known yet, although it was asked for a while ago. */
  | { readonly kind: 'starting'; readonly track: Track }
  /** Somebody else's command came before its first sound. */
  | { readonly kind: 'replaced'; readonly track: Track }
  /** `sounded`: it broke off in the middle. */
  | {
      readonly kind: 'failed'
      readonly track: Track
      readonly code: ErrorCode
      readonly sounded: boolean
    }
  /** Its source failed in a way that may pass: it is tried again, and again. */
  | { readonly kind: 'retrying'; readonly track: Track; readonly code: ErrorCode }
  /** It was tried for a while; the next one plays first. */
  | { readonly kind: 'postponed'; readonly track: Track; readonly code: ErrorCode }
  /** Nor did anything else work; `kept` tracks stay queued, this one first. */
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
  | { readonly kind: 'skipped'; readonly track: Track; readonly next: Track | null }
  | { readonly kind: 'sought'; readonly track: Track; readonly positionMs: number }
  | { readonly kind: 'volume'; readonly volume: number }
  | { readonly kind: 'loop'; readonly loop: LoopMode }
  | { readonly kind: 'removed'; readonly track: Track }
  | { readonly kind: 'moved'; readonly track: Track; readonly position: number }
  | { readonly kind: 'shuffled'; readonly count: number }
  | { readonly kind: 'cleared'; readonly count: number }
  | { readonly kind: 'joined'; readonly channelId: ChannelId; readonly next: Track | null }
  | { readonly kind: 'left' }
  | { readonly kind: 'join-queued'; readonly waitMs: number }
  /** The channel's encryption failed: the bot joins anew, and goes on. */
  | { readonly kind: 'rejoining' }
  /** Voice ended without a command; `kept` tracks stay queued. */
  | { readonly kind: 'voice-lost'; readonly code: ErrorCode; readonly kept: number }
  /** Nobody has listened for long; `kept` tracks stay queued. */
  | { readonly kind: 'left-alone'; readonly kept: number }
  /** Tracks that were stored, and that this version can't read. */
  | { readonly kind: 'unreadable'; readonly count: number }
  /** The process broke down while it was being opened, again and again: it is left out. */
  | { readonly kind: 'crashed'; readonly track: Track }
  /** On a stage, as audience: a moderator has to let the bot speak. */
  | { readonly kind: 'asked-to-speak' }
  /** In a channel where nobody may hear the bot; `code` tells what it lacks. */
  | { readonly kind: 'unheard'; readonly code: 'missing-speak' | 'stage-audience' }
