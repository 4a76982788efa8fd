/** What may be kept of a server or of its members; people are told of each. */
export const KEPT_THINGS = [
  'settings',
  'changes',
  'queue',
  'past',
  'history',
  'playlists',
  'scrobbles',
  'unreadable',
  'keys',
] as const
export type KeptThing = (typeof KEPT_THINGS)[number]

/** For how many days it's kept who changed which settings. */
export const CHANGES_KEPT_DAYS = 30

/** For how many days a server's data are kept once the bot has left it. */
export const LEFT_KEPT_DAYS = 30

/** Whose data somebody may delete at once: the server's, which is up to its owner, or their own. */
export type Erasable = 'server' | 'mine'
