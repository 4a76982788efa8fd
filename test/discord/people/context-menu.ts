import type { CommandRecord } from '../state/commands.ts'
import type { MemberRecord, MessageRecord } from '../state/model.ts'
import { memberPayload, userPayload } from '../wire/payloads.ts'

/** The data of a context menu command (docs: "Application Command Data Structure"): what it was opened on. */
export function menuData(
  { id, name, type }: CommandRecord,
  target: MessageRecord | MemberRecord,
  payloadOf: (message: MessageRecord) => object,
): object {
  if ('author' in target) {
    const messages = { [target.id]: payloadOf(target) }
    return { id, name, type, target_id: target.id, resolved: { messages } }
  }
  const { user: _, mute: __, deaf: ___, ...partial } = memberPayload(target)
  const { user } = target
  const resolved = { users: { [user.id]: userPayload(user) }, members: { [user.id]: partial } }
  return { id, name, type, target_id: user.id, resolved }
}
