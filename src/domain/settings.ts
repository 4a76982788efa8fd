/** What a server's admins may set. Plain data. */
export interface GuildSettings {
  /** Percent, 0–200: what a player begins with that nobody has turned up or down yet. */
  readonly volume: number
}

export const defaultSettings: GuildSettings = { volume: 100 }
