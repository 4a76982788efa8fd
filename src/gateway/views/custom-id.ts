/** Discord's limit, in characters. */
const LIMIT = 100
const VERSION = 'v1'

/** What a custom id says: which action, with what. */
export interface CustomId {
  readonly action: string
  readonly args: readonly string[]
}

/**
 * The custom id of a button, a menu or a form: `v1:action:arg…`. It carries all that the action needs, so
 * that it works after a restart and in any process. Throws a `RangeError` when that's too much.
 */
export function customId(action: string, ...args: readonly string[]): string {
  const id = [VERSION, action, ...args.map(encodeURIComponent)].join(':')
  if (id.length > LIMIT) throw new RangeError(`a custom id of ${id.length} characters: ${action}`)
  return id
}

/** Null for what this version didn't write: an id of another version, or of somebody else. */
export function parseCustomId(text: string): CustomId | null {
  const [version, action = '', ...args] = text.split(':')
  if (version !== VERSION || action === '') return null
  try {
    return { action, args: args.map(decodeURIComponent) }
  } catch {
    return null
  }
}
