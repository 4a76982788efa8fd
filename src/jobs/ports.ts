import type { GuildId } from '../base/ids.ts'

/** The history of what was played, as the clean-up needs it. */
export interface PastPlays {
  /** Forgets what ended before `time`; safe to repeat. Returns how many entries there were. */
  deleteOlderThan(time: Date): Promise<number>
}

/** Who changed servers' settings, as the clean-up needs it. */
export interface PastChanges {
  /** Forgets what was changed before `time`; safe to repeat. Returns how many changes there were. */
  forgetOlderThan(time: Date): Promise<number>
}

/** Servers that the bot has left, as the job that forgets them needs them. */
export interface LeftServers {
  /** Some of those that the bot was seen to have been away from for so many days. */
  due(days: number): Promise<readonly GuildId[]>
  /** Deletes all that is kept of the server; safe to repeat. */
  forget(server: GuildId): Promise<void>
}

/** What the job queue needs of a database (pg-boss' `IDatabase`). */
export interface JobDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
}
