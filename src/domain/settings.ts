import { Check } from './schema/check.ts'
import type { Value } from './schema/schema.ts'
import { ALONE_MIN, settingsSchema } from './schema/settings.ts'

/** What a server's admins may set. Plain data. */
export type GuildSettings = Value<typeof settingsSchema>

export type SettingName = keyof GuildSettings

export const defaultSettings: GuildSettings = {
  volume: 100,
  autoplay: 'off',
  leaveAloneAfterMin: 5,
  announcements: 'card',
  voiceStatus: true,
  djRoleId: null,
  djOnly: 'off',
  voteSkipPercent: 0,
  homeChannelId: null,
  textChannelIds: [],
  voiceChannelIds: [],
  blockedWords: [],
  allowedSources: [],
  blockedSources: [],
  fairOrder: false,
  duplicates: 'allow',
  maxTrackMin: 0,
  maxPerMember: 0,
  maxQueue: 0,
  libraryVisible: true,
  skippedSegments: [],
  requestChannelId: null,
  language: 'auto',
}

export const SETTING_NAMES = Object.keys(settingsSchema.properties) as readonly SettingName[]

const CHECKS = new Map(
  SETTING_NAMES.map((name) => [name, new Check(settingsSchema.properties[name])]),
)

/**
 * Settings from the database, written by any version: what's missing or isn't sound is the default,
 * so that no setting keeps a server from playing.
 */
export function settingsFrom(value: unknown): GuildSettings {
  const given = withinBounds(
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {},
  )
  const sound = SETTING_NAMES.filter((name) => CHECKS.get(name)?.accepts(given[name]))
  return { ...defaultSettings, ...Object.fromEntries(sound.map((name) => [name, given[name]])) }
}

/** What earlier versions let a server set, as near to it as can be set now. */
function withinBounds(given: Record<string, unknown>): Record<string, unknown> {
  const { leaveAloneAfterMin: minutes } = given
  if (typeof minutes !== 'number' || minutes <= ALONE_MIN.maximum) return given
  return { ...given, leaveAloneAfterMin: ALONE_MIN.maximum }
}

/** Whether these can be stored: `settingsFrom` would return them as they are. */
export const isSound = (settings: GuildSettings): boolean =>
  SETTING_NAMES.every((name) => CHECKS.get(name)?.accepts(settings[name]))

export const isSame = (one: GuildSettings, other: GuildSettings): boolean =>
  SETTING_NAMES.every((name) => isSameValue(one[name], other[name]))

/** Values are plain data: numbers, texts, or lists of those. */
export const isSameValue = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other)
