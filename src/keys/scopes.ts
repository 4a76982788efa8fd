/** What a key may do. */
export const SCOPES = ['read', 'control'] as const
export type Scope = (typeof SCOPES)[number]
