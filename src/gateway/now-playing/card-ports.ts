import type { Clock } from '../../base/clock.ts'
import type { GuildId } from '../../base/ids.ts'
import type { Cover } from '../../domain/cover.ts'
import type { PlayerState } from '../../domain/player/state.ts'
import type { Track } from '../../domain/track.ts'
import type { Log } from '../../observability/log.ts'
import type { CardStore } from '../ports.ts'
import type { Words } from '../words/words.ts'
import type { CardMessages } from './card-messages.ts'
import type { EditTurns } from './edit-turns.ts'

/** What a now-playing card needs of the rest. */
export interface CardPorts {
  readonly messages: CardMessages
  readonly store: CardStore
  readonly turns: EditTurns
  readonly clock: Clock
  readonly log: Log
  /** The picture of what plays there where no link leads to one; null: none. Never rejects. */
  coverOf(guildId: GuildId, track: Track, signal: AbortSignal): Promise<Cover | null>
  /** Null: the server isn't this process's any more. */
  stateOf(guildId: GuildId): PlayerState | null
  /** The server's language. */
  wordsOf(guildId: GuildId): Words
  /** Nothing is left to do for this card. */
  done(guildId: GuildId): void
}
