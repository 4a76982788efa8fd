/** What a key may do. */
export const SCOPES = ['read', 'control'] as const
export type Scope = (typeof SCOPES)[number]

/** Those among the names that are scopes; a later version may know more. */
export const scopesAmong = (names: readonly unknown[]): readonly Scope[] =>
  SCOPES.filter((scope) => names.includes(scope))
