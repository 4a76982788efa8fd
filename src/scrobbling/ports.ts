import type { GuildId, UserId } from '../base/ids.ts'
import type { Listen, ListenServiceName } from '../domain/listen.ts'

/** A listen that counts. */
export interface PastListen extends Listen {
  /** When the track began. */
  readonly at: Date
}

/**
 * What became of listens: 'taken', 'refused' for good, or 'unlinked', since the member took the
 * permission back.
 */
export type Submitted = 'taken' | 'refused' | 'unlinked'

/** A service that keeps what people listen to. Rejects with a `SegueError` when it can't be asked now. */
export interface ListenService {
  readonly name: ListenServiceName
  /** Shows what a member listens to now, for a while. */
  nowPlaying(token: string, listen: Listen, signal: AbortSignal): Promise<void>
  /** At most `MOST_LISTENS` of one member. */
  submit(token: string, listens: readonly PastListen[], signal: AbortSignal): Promise<Submitted>
}

/** Listens that one request takes (https://www.last.fm/api/show/track.scrobble: 50). */
export const MOST_LISTENS = 50

/** Who a member is at a service. */
export interface Account {
  readonly userId: UserId
  readonly service: ListenServiceName
  /** Their name there, as the service tells it. */
  readonly name: string
  /** Sealed: what lets the bot submit in their name. */
  readonly token: Uint8Array
}

/** An account as its member sees it. */
export interface LinkedAccount {
  readonly service: ListenServiceName
  readonly name: string
  /** The service doesn't take the bot's word for them any more. */
  readonly isRefused: boolean
  /** Listens that wait until the service answers. */
  readonly waiting: number
}

/** Accounts, without those that a service has refused. Rejects when the database is away. */
export interface AccountStore {
  /** Of these members; those who have linked none are left out. */
  accountsOf(userIds: readonly UserId[]): Promise<readonly Account[]>
  linkedBy(userId: UserId): Promise<readonly LinkedAccount[]>
  /** In place of the one that they have linked before. */
  link(account: Account): Promise<void>
  /** Deletes the account and what waits for it; null: of every service. Resolves with whether there was one. */
  unlink(userId: UserId, service: ListenServiceName | null): Promise<boolean>
  /** The service takes nothing for it any more: what waits is deleted. */
  refuse(account: Pick<Account, 'userId' | 'service'>): Promise<void>
}

/** Listens of one member that are sent together. */
export interface Parcel extends Account {
  readonly ids: readonly string[]
  readonly listens: readonly PastListen[]
  /** How often they were sent before. */
  readonly tries: number
}

/** Listens on their way to services; they survive a restart. Rejects when the database is away. */
export interface OutboxStore {
  add(accounts: readonly Account[], listen: PastListen, now: Date): Promise<void>
  /** What's due of one member; nobody else gets it until `heldUntil`. Null: nothing is. */
  take(service: ListenServiceName, now: Date, heldUntil: Date): Promise<Parcel | null>
  /** They needn't be sent again. */
  done(ids: readonly string[]): Promise<void>
  later(ids: readonly string[], due: Date): Promise<void>
  /** Forgets what is older, since services don't take it any more. */
  forgetBefore(time: Date): Promise<number>
}

/** The people who hear the bot in that server now: in its channel, and not deafened. */
export type Hearing = (guildId: GuildId) => readonly UserId[]
