import type { ErrorCode } from '../base/error.ts'
import type { UserId } from '../base/ids.ts'
import type { PlayerPorts } from './player-ports.ts'
import type {
  ErasureStore,
  HistoryLog,
  Leases,
  OpeningLog,
  PlayerStore,
  Servers,
  SettingsStore,
} from './ports.ts'

/** What the players of a process need. */
export interface PlayersPorts extends PlayerPorts {
  readonly servers: Servers
  readonly store: PlayerStore
  readonly leases: Leases
  readonly history: HistoryLog
  readonly openings: OpeningLog
  readonly settings: SettingsStore
  readonly erasure: ErasureStore
  /** The bot's own user: what somebody did whose data were deleted is in its name. */
  readonly selfId: UserId
  /** Has the other processes forget a member, too. Left out: there are none. */
  forgetElsewhere?(userId: UserId): Promise<void>
  /** Why no further server may be joined while `playing` are; null: one may. */
  mayJoin?(playing: number): ErrorCode | null
}
