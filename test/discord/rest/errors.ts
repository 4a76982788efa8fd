/** One fault in a request's body; `path` leads to the field, list indexes included. */
export interface FormFault {
  readonly path: readonly string[]
  readonly code: string
  readonly message: string
}

/**
 * An answer that Discord gives instead of what was asked
 * (docs: Opcodes and Status Codes, "JSON Error Codes").
 */
export class DiscordError extends Error {
  readonly status: number
  readonly code: number
  readonly faults: readonly FormFault[]

  constructor(status: number, code: number, message: string, faults: readonly FormFault[] = []) {
    super(message)
    this.name = 'DiscordError'
    this.status = status
    this.code = code
    this.faults = faults
  }

  body(): object {
    const base = { message: this.message, code: this.code }
    return this.faults.length === 0 ? base : { ...base, errors: tree(this.faults) }
  }
}

export const unauthorized = () => new DiscordError(401, 0, '401: Unauthorized')
export const notFound = () => new DiscordError(404, 0, '404: Not Found')
export const unknownChannel = () => new DiscordError(404, 10003, 'Unknown Channel')
export const unknownGuild = () => new DiscordError(404, 10004, 'Unknown Guild')
export const unknownMember = () => new DiscordError(404, 10007, 'Unknown Member')
export const unknownMessage = () => new DiscordError(404, 10008, 'Unknown Message')
export const unknownUser = () => new DiscordError(404, 10013, 'Unknown User')
export const unknownWebhook = () => new DiscordError(404, 10015, 'Unknown Webhook')
export const unknownInteraction = () => new DiscordError(404, 10062, 'Unknown interaction')
export const unknownCommand = () => new DiscordError(404, 10063, 'Unknown application command')
export const unknownVoiceState = () => new DiscordError(404, 10065, 'Unknown Voice State')
export const alreadyAcknowledged = () =>
  new DiscordError(400, 40060, 'Interaction has already been acknowledged.')
export const tooLarge = () => new DiscordError(413, 40005, 'Request entity too large')
export const missingAccess = () => new DiscordError(403, 50001, 'Missing Access')
export const foreignMessage = () =>
  new DiscordError(403, 50005, 'Cannot edit a message authored by another user')
export const emptyMessage = () => new DiscordError(400, 50006, 'Cannot send an empty message')
export const missingPermissions = () => new DiscordError(403, 50013, 'Missing Permissions')
export const invalidWebhookToken = () => new DiscordError(401, 50027, 'Invalid Webhook Token')
export const invalidForm = (faults: readonly FormFault[]) =>
  new DiscordError(400, 50035, 'Invalid Form Body', faults)
export const invalidJson = () =>
  new DiscordError(400, 50109, 'The request body contains invalid JSON.')

/** `errors` of code 50035: nested by path, each leaf a list under `_errors` (docs: Reference, "Error Messages"). */
function tree(faults: readonly FormFault[]): object {
  interface Node {
    [key: string]: Node | { code: string; message: string }[]
  }
  const root: Node = {}
  for (const { path, code, message } of faults) {
    let node = root
    for (const key of path) {
      const next = node[key]
      node = next && !Array.isArray(next) ? next : descend(node, key)
    }
    const leaf = node._errors
    node._errors = [...(Array.isArray(leaf) ? leaf : []), { code, message }]
  }
  return root

  function descend(node: Node, key: string): Node {
    const child: Node = {}
    node[key] = child
    return child
  }
}
