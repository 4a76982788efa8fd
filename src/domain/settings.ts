import { Check } from './schema/check.ts'
import type { Value } from './schema/schema.ts'
import { settingsSchema } from './schema/settings.ts'

/** What a server's admins may set. Plain data. */
export type GuildSettings = Value<typeof settingsSchema>

export const defaultSettings: GuildSettings = {
  volume: 100,
  leaveAloneAfterMin: 5,
  announcements: true,
}

type Field = keyof GuildSettings

const FIELDS = Object.keys(settingsSchema.properties) as Field[]
const CHECKS: Readonly<Record<Field, Check<(typeof settingsSchema.properties)[Field]>>> = {
  volume: new Check(settingsSchema.properties.volume),
  leaveAloneAfterMin: new Check(settingsSchema.properties.leaveAloneAfterMin),
  announcements: new Check(settingsSchema.properties.announcements),
}

/**
 * Settings from the database, written by any version: what's missing or isn't sound is the default,
 * so that no setting keeps a server from playing.
 */
export function settingsFrom(value: unknown): GuildSettings {
  const given =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  const sound = FIELDS.filter((field) => CHECKS[field].accepts(given[field]))
  return { ...defaultSettings, ...Object.fromEntries(sound.map((field) => [field, given[field]])) }
}

/** Whether these can be stored: `settingsFrom` would return them as they are. */
export const isSound = (settings: GuildSettings): boolean =>
  FIELDS.every((field) => CHECKS[field].accepts(settings[field]))

export const isSame = (one: GuildSettings, other: GuildSettings): boolean =>
  FIELDS.every((field) => one[field] === other[field])
