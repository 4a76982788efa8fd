import { ERROR_CODES, type ErrorCode } from '../base/error.ts'
import { errorCatalogue } from '../base/error-catalogue.ts'

/** What may befall any command. */
export const COMMAND_ERRORS = ['superseded', 'engine-lost'] as const satisfies ErrorCode[]

/** Why a track doesn't start that somebody waits for: its source, its file, or voice. */
export const STARTING_ERRORS: readonly ErrorCode[] = [
  ...COMMAND_ERRORS,
  ...ERROR_CODES.filter((code) => errorCatalogue[code].status === 502),
  ...(['address-refused', 'port-refused', 'outside-library', 'finding-full'] as const),
  ...(['voice-timeout', 'voice-busy', 'voice-refused', 'voice-lost', 'channel-gone'] as const),
  ...(['voice-dave-required', 'voice-dave-not-ready'] as const),
]
