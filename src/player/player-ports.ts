import type { Clock } from '../base/clock.ts'
import type { ChannelId, GuildId, TrackId, UserId } from '../base/ids.ts'
import type { AutoplayMode, Related } from '../domain/autoplay.ts'
import type { PlayerState, VoiceChannel } from '../domain/player/state.ts'
import type { Input } from '../domain/player/transition.ts'
import type { Track } from '../domain/track.ts'
import type { Events } from '../observability/events.ts'
import type { Log } from '../observability/log.ts'
import type { NextMatch } from './insteads.ts'
import type { Announcer, Library, Playback } from './ports.ts'
import type { SegmentsOf } from './segment-search.ts'

/** What players reach the world through. */
export interface PlayerPorts {
  readonly playback: Playback
  readonly library: Library
  readonly announcer: Announcer
  /** Tracks that go with one, best first. Never rejects. */
  readonly related: (
    guildId: GuildId,
    seed: Track,
    mode: Exclude<AutoplayMode, 'off'>,
    signal: AbortSignal,
  ) => Promise<readonly Related[]>
  /** Left out: nobody has named any. */
  readonly segments?: SegmentsOf
  /** Left out: a track that can't be played has no other matches. */
  readonly nextMatch?: NextMatch
  readonly clock: Clock
  readonly log: Log
  readonly events: Events
  /** The bot is about to leave its voice channel there; resolves when it may, within a second or so. */
  leaving?(guildId: GuildId): Promise<void>
}

/** The owner of the player, which answers its questions and hears its news. */
export interface PlayerHost {
  /** Throws a `SegueError` when this process takes on no further player. */
  admit(): void
  /** The channel as it is now. Throws a `SegueError` that names why the bot can't play there. */
  voiceChannel(channelId: ChannelId): VoiceChannel
  /** The people in that channel, without bots; null: not known now. */
  listeners(channelId: ChannelId): readonly UserId[] | null
  /** Resolves when the track may go to the engine. `asked`: somebody has just asked for it. */
  opening(trackId: TrackId, asked: boolean): Promise<void>
  /** After each step. */
  stepped(before: PlayerState, input: Input, after: PlayerState): void
}
