import { ERROR_CODES, type ErrorCode } from '../base/error.ts'
import { errorCatalogue } from '../base/error-catalogue.ts'

/** What may befall any command. */
export const COMMAND_ERRORS = ['superseded', 'engine-lost'] as const satisfies ErrorCode[]

/** Why a query finds nothing. */
export const FINDING_ERRORS: readonly ErrorCode[] = [
  ...ERROR_CODES.filter((code) => errorCatalogue[code].status === 502),
  ...(['address-refused', 'port-refused', 'outside-library', 'bad-query'] as const),
  ...(['finding-full', 'nothing-found'] as const),
]

/** Why a track doesn't start that somebody waits for: its source, its file, or voice. */
export const STARTING_ERRORS: readonly ErrorCode[] = [
  ...COMMAND_ERRORS,
  ...ERROR_CODES.filter((code) => errorCatalogue[code].status === 502),
  ...(['address-refused', 'port-refused', 'outside-library', 'finding-full'] as const),
  ...(['voice-timeout', 'voice-busy', 'voice-refused', 'voice-lost', 'channel-gone'] as const),
  ...(['voice-dave-required', 'voice-dave-not-ready'] as const),
]

/** Why the bot isn't called into a channel. */
export const CALL_ERRORS = [
  ...(['bot-not-in-voice', 'caller-elsewhere', 'ended-meanwhile'] as const),
  ...(['missing-view', 'missing-connect', 'missing-speak'] as const),
  ...(['channel-full', 'stage-audience', 'channel-gone', 'server-away'] as const),
  ...(['too-many-players', 'memory-full', 'voice-channel-refused'] as const),
] as const satisfies ErrorCode[]

/** Why a server doesn't take a track, by what it has set. */
export const RULE_ERRORS = [
  ...(['track-blocked', 'track-too-long', 'already-queued', 'member-limit'] as const),
] as const satisfies ErrorCode[]
