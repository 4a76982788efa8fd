import { type GatewayMessageCreateDispatchData, MessageType } from 'discord.js'

/** A message as the gateway brings it. */
export type Message = GatewayMessageCreateDispatchData

/** Whether somebody wrote it and it says something; a message that only tells news isn't one. */
export function isRequest({ author, webhook_id, type, content, attachments }: Message): boolean {
  if (author.bot === true || author.system === true || webhook_id !== undefined) return false
  if (type !== MessageType.Default && type !== MessageType.Reply) return false
  return attachments.length > 0 || content.trim() !== ''
}
