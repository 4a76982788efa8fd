import type { UserId } from '../base/ids.ts'
import type { Actor } from './policy/actor.ts'
import { type GuildSettings, isSameValue, SETTING_NAMES } from './settings.ts'

/** One change of a server's settings, for whoever asks who changed what. */
export interface SettingsChange {
  readonly at: Date
  readonly by: Changer
  readonly fields: readonly FieldChange[]
}

export type Changer =
  | { readonly kind: 'member'; readonly userId: UserId }
  | { readonly kind: 'key'; readonly keyId: string }

/** `name` may be one that only another version knows. */
export interface FieldChange {
  readonly name: string
  readonly before: unknown
  readonly after: unknown
}

/** What differs between two settings, in the order of their schema. */
export const changesBetween = (before: GuildSettings, after: GuildSettings): FieldChange[] =>
  SETTING_NAMES.filter((name) => !isSameValue(before[name], after[name])).map((name) => ({
    name,
    before: before[name],
    after: after[name],
  }))

export const changerOf = (actor: Actor): Changer =>
  actor.kind === 'key'
    ? { kind: 'key', keyId: actor.keyId }
    : { kind: 'member', userId: actor.userId }
