/** What a server's admins may set. Plain data. */
export interface GuildSettings {
  /** The volume of a player until somebody changes it, in percent (0–200). */
  readonly volume: number
}

export const defaultSettings: GuildSettings = { volume: 100 }
