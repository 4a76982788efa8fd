import { AUTOPLAY_MODES } from '../../../domain/schema/command.ts'
import {
  ALONE_MIN,
  ANNOUNCEMENTS,
  CHANNELS,
  DJ_ONLY,
  DUPLICATES,
  LANGUAGES,
  SEGMENT_CATEGORIES,
  TEXT_LENGTH,
  TEXTS,
  TRACK_COUNT,
  TRACK_MIN,
  VOTE_PERCENT,
} from '../../../domain/schema/settings.ts'
import { VOLUME } from '../../../domain/schema/sound.ts'
import type { SettingName } from '../../../domain/settings.ts'
import type { CommandWords } from '../../words/words.ts'

/** How a setting is changed: in a menu of the panel, or in a form where it's typed. */
export type Control =
  | { readonly kind: 'number'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'flag' }
  /** One of a few texts, whose names are words of the option. */
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  /** Several of a few texts, or none. */
  | { readonly kind: 'choices'; readonly values: readonly string[] }
  /** A role, or none. */
  | { readonly kind: 'role' }
  /** A channel, or none. */
  | { readonly kind: 'channel'; readonly of: 'text' | 'voice' }
  /** Several channels; none means all of them. */
  | { readonly kind: 'channels'; readonly of: 'text' | 'voice'; readonly most: number }
  /** Short texts, typed a line each. */
  | { readonly kind: 'texts'; readonly most: number; readonly length: number }

export interface SettingField {
  readonly name: SettingName
  /** The option of `/settings`, whose words also describe the field in the panel. */
  readonly option: keyof CommandWords['settings']['options']
  readonly control: Control
}

const number = (bounds: { minimum: number; maximum: number }) =>
  ({ kind: 'number', ...bounds }) as const

const channels = (of: 'text' | 'voice') => ({ kind: 'channels', of, most: CHANNELS }) as const
const TEXT_LIST = { kind: 'texts', most: TEXTS, length: TEXT_LENGTH } as const

/** Every setting, in the order of the panel; a new one is a line here. */
export const SETTING_FIELDS: readonly SettingField[] = [
  { name: 'volume', option: 'volume', control: number(VOLUME) },
  { name: 'autoplay', option: 'autoplay', control: { kind: 'choice', values: AUTOPLAY_MODES } },
  { name: 'leaveAloneAfterMin', option: 'leave-after', control: number(ALONE_MIN) },
  { name: 'homeChannelId', option: 'home', control: { kind: 'channel', of: 'voice' } },
  {
    name: 'announcements',
    option: 'announcements',
    control: { kind: 'choice', values: ANNOUNCEMENTS },
  },
  { name: 'language', option: 'language', control: { kind: 'choice', values: LANGUAGES } },
  { name: 'voiceStatus', option: 'voice-status', control: { kind: 'flag' } },
  { name: 'djRoleId', option: 'dj-role', control: { kind: 'role' } },
  { name: 'djOnly', option: 'dj-only', control: { kind: 'choice', values: DJ_ONLY } },
  { name: 'voteSkipPercent', option: 'vote-skip', control: number(VOTE_PERCENT) },
  {
    name: 'requestChannelId',
    option: 'request-channel',
    control: { kind: 'channel', of: 'text' },
  },
  { name: 'textChannelIds', option: 'text-channels', control: channels('text') },
  { name: 'voiceChannelIds', option: 'voice-channels', control: channels('voice') },
  { name: 'blockedWords', option: 'blocked-words', control: TEXT_LIST },
  { name: 'allowedSources', option: 'allowed-sources', control: TEXT_LIST },
  { name: 'blockedSources', option: 'blocked-sources', control: TEXT_LIST },
  { name: 'fairOrder', option: 'fair-order', control: { kind: 'flag' } },
  { name: 'duplicates', option: 'duplicates', control: { kind: 'choice', values: DUPLICATES } },
  { name: 'maxTrackMin', option: 'max-minutes', control: number(TRACK_MIN) },
  { name: 'maxPerMember', option: 'max-per-member', control: number(TRACK_COUNT) },
  { name: 'maxQueue', option: 'max-queue', control: number(TRACK_COUNT) },
  {
    name: 'skippedSegments',
    option: 'leave-out',
    control: { kind: 'choices', values: SEGMENT_CATEGORIES },
  },
  { name: 'libraryVisible', option: 'library', control: { kind: 'flag' } },
]

export const fieldNamed = (name: string | undefined): SettingField | undefined =>
  SETTING_FIELDS.find((field) => field.name === name)
