/** The jobs of the program. One process has all of them, or several processes share them. */
export const ROLES = ['gateway', 'audio', 'api', 'worker'] as const
export type Role = (typeof ROLES)[number]
