import type { ChannelId, GuildId } from '../base/ids.ts'
import type { Happening } from '../domain/happening.ts'
import type { Media } from '../domain/media.ts'
import type { PlaybackEvent, PlaybackStats, PlayOrder } from '../domain/playback.ts'
import type { FoundTrack, Track } from '../domain/track.ts'

/**
 * What plays: the engine. Every call resolves when the effect is certain (not "sent") and rejects
 * with a `SegueError`. All are safe to repeat.
 */
export interface Playback {
  /**
   * Joins `channelId`, or moves there. Resolves when voice can carry audio; encryption that waits
   * for a second member counts as able. `bitrate` is the channel's, in bit/s.
   */
  connect(guildId: GuildId, channelId: ChannelId, bitrate: number): Promise<void>
  /** Leaves; whatever played there is dropped without an event. */
  disconnect(guildId: GuildId): Promise<void>
  /** Replaces what plays. Resolves when the worker has taken the order; `started` follows. */
  play(guildId: GuildId, order: PlayOrder): Promise<void>
  /** Drops the current order without an event and stays in the channel. */
  stop(guildId: GuildId): Promise<void>
  setPaused(guildId: GuildId, paused: boolean): Promise<void>
  /** Returns the position from which playing goes on, in ms. */
  seek(guildId: GuildId, positionMs: number): Promise<number>
  /** Percent, 0–200. */
  setVolume(guildId: GuildId, volume: number): Promise<void>
  stats(guildId: GuildId): Promise<PlaybackStats>
  onEvent(listener: (event: PlaybackEvent) => void): Disposable
}

/** A file that a member attached to a command. */
export interface Attachment {
  readonly name: string
  readonly url: string
  readonly sizeBytes: number
}

/** What finds and opens tracks: the resolver. Rejects with a `SegueError`. */
export interface Library {
  find(query: string, signal: AbortSignal): Promise<FoundTrack[]>
  findAttachment(attachment: Attachment, signal: AbortSignal): Promise<FoundTrack[]>
  /** At most `limit` suggestions for text typed so far; never rejects, answers from memory. */
  suggest(text: string, limit: number): Suggestion[]
  /** Bytes of a track, resolved anew (links expire). */
  open(track: Track, signal: AbortSignal): Promise<Media>
}

/** `name` is shown, `value` is what `find` takes; both at most 100 characters. */
export interface Suggestion {
  readonly name: string
  readonly value: string
}

/** Who tells people what happened: never blocks, never rejects, keeps the order of a channel. */
export interface Announcer {
  announce(channelId: ChannelId, happening: Happening): void
}
