import type { Environment } from './variables.ts'

export const LOG_FORMATS = ['auto', 'json', 'pretty'] as const
export type LogFormat = (typeof LOG_FORMATS)[number]

/** How lines for people look; null: lines are JSON. */
export function prettyOf(
  format: LogFormat,
  environment: Environment,
  isTerminal: boolean,
): { readonly color: boolean } | null {
  if (format === 'json' || (format === 'auto' && !isTerminal)) return null
  // https://no-color.org: any value but an empty one.
  return { color: isTerminal && !environment.NO_COLOR && environment.TERM !== 'dumb' }
}
