import type { ErrorCode } from '../base/error.ts'

/** Why a track can't be played, however often it's tried, while another upload of it may. */
export const UNPLAYABLE = [
  'gone',
  'age-limit',
  'region',
  'sign-in',
  'host-refused',
  'drm',
  'unsupported',
] as const
export type UnplayableCode = (typeof UNPLAYABLE)[number]

export const isUnplayable = (code: ErrorCode): code is UnplayableCode =>
  UNPLAYABLE.some((one) => one === code)
