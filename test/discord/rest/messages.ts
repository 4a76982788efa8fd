import type { ChannelRecord, MessageRecord } from '../state/model.ts'
import { isEphemeral, MessageFlag } from '../state/model.ts'
import { may, Permission } from '../state/permissions.ts'
import {
  emptyMessage,
  foreignMessage,
  missingAccess,
  missingPermissions,
  unknownChannel,
  unknownMessage,
} from './errors.ts'
import { Form } from './form.ts'
import { isEmptyDraft, parseMessage } from './message-form.ts'
import { type Answer, type Call, noContent, ok, type Route, wide } from './router.ts'

/** Observed limits: 5 messages and 5 edits in 5 s a channel; the docs leave it to the headers. */
const sending = { name: 'message-create', limit: 5, perMs: 5000 }
const editing = { name: 'message-edit', limit: 5, perMs: 5000 }
const deleting = { name: 'message-delete', limit: 5, perMs: 1000 }
const reading = wide('message-read')
const base = '/channels/:channel/messages'

/** Docs: Message, "Endpoints". */
export const messageRoutes: readonly Route[] = [
  { method: 'GET', path: base, proof: 'bot', bucket: reading, handle: list },
  { method: 'POST', path: base, proof: 'bot', bucket: sending, handle: create },
  {
    method: 'POST',
    path: `${base}/bulk-delete`,
    proof: 'bot',
    bucket: deleting,
    handle: removeMany,
  },
  { method: 'GET', path: `${base}/:message`, proof: 'bot', bucket: reading, handle: one },
  { method: 'PATCH', path: `${base}/:message`, proof: 'bot', bucket: editing, handle: edit },
  { method: 'DELETE', path: `${base}/:message`, proof: 'bot', bucket: deleting, handle: remove },
]

/** The channel of the path, if the bot sees it and may do what `needed` says. */
export function channelOf(call: Call, ...needed: bigint[]): ChannelRecord {
  const channel = call.world.directory.channels.get(call.param('channel'))
  if (!channel) throw unknownChannel()
  const guild = call.world.directory.guildOf(channel)
  if (!guild) {
    if (channel.recipients.some(({ id }) => id === call.bot.user.id)) return channel
    throw missingAccess()
  }
  if (!may(guild, call.bot.user.id, channel)) throw missingAccess()
  if (!may(guild, call.bot.user.id, channel, ...needed)) throw missingPermissions()
  return channel
}

/** Docs: "Get Channel Messages": without the right to read the history, no messages are returned. */
function list(call: Call): Answer {
  const channel = channelOf(call)
  if (!mayReadHistory(call, channel)) return ok([])
  const limit = Math.min(100, Math.max(1, Number(call.query.get('limit') ?? 50)))
  const all = [...channel.messages.values()]
  const before = call.query.get('before')
  const after = call.query.get('after')
  const around = call.query.get('around')
  let chosen: MessageRecord[]
  if (around !== null) {
    const at = all.findIndex(({ id }) => BigInt(id) >= BigInt(around))
    const start = Math.max(0, (at < 0 ? all.length : at) - Math.floor(limit / 2))
    chosen = all.slice(start, start + limit)
  } else if (after !== null) {
    chosen = all.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit)
  } else {
    chosen = all.filter(({ id }) => before === null || BigInt(id) < BigInt(before)).slice(-limit)
  }
  return ok(chosen.reverse().map((message) => call.world.messages.payload(message)))
}

function mayReadHistory({ world, bot }: Call, channel: ChannelRecord): boolean {
  const guild = world.directory.guildOf(channel)
  return guild === undefined || may(guild, bot.user.id, channel, Permission.readMessageHistory)
}

function one(call: Call): Answer {
  const channel = channelOf(call, Permission.readMessageHistory)
  return ok(call.world.messages.payload(messageOf(call, channel)))
}

function create(call: Call): Answer {
  const channel = channelOf(call, Permission.sendMessages)
  const draft = parseMessage(call.body, call.files)
  if (draft.files.length > 0) channelOf(call, Permission.attachFiles)
  if (isEmptyDraft(draft)) throw emptyMessage()
  if (draft.replyTo !== null && !channel.messages.has(draft.replyTo)) {
    const form = new Form(call.body)
    form.fail('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message')
    form.check()
  }
  const known = sameNonce(call)
  if (known !== null) return ok(call.world.messages.payload(known))
  const message = call.world.messages.create(channel, draft, {
    author: call.bot.user,
    applicationId: call.bot.applicationId,
    type: draft.replyTo === null ? 0 : 19,
    interaction: null,
  })
  if (nonceOf(call) !== null) call.world.messages.byNonce.set(nonceKey(call), message)
  return ok(call.world.messages.payload(message))
}

/** "The past few minutes" in which a nonce is looked for (docs: Message, "Create Message"). */
const NONCE_KNOWN_MS = 5 * 60_000

/** What the bot has sent with this nonce, if it asks for no second one (`enforce_nonce`). */
function sameNonce(call: Call): MessageRecord | null {
  const { enforce_nonce } = new Form(call.body).fields
  const known = call.world.messages.byNonce.get(nonceKey(call))
  if (enforce_nonce !== true || nonceOf(call) === null || known === undefined) return null
  return Date.now() - Date.parse(known.createdAt) < NONCE_KNOWN_MS ? known : null
}

function nonceOf(call: Call): string | null {
  const form = new Form(call.body)
  const nonce = form.string('nonce', { max: 25 }) ?? null
  form.check()
  return nonce
}

const nonceKey = (call: Call): string => `${call.bot.user.id}:${nonceOf(call)}`

function edit(call: Call): Answer {
  const channel = channelOf(call)
  const message = messageOf(call, channel)
  if (message.author.id !== call.bot.user.id) throw foreignMessage()
  const wasV2 = (message.flags & MessageFlag.componentsV2) !== 0
  const draft = parseMessage(call.body, call.files, { wasV2 })
  const after = {
    content: draft.content ?? message.content,
    embeds: draft.embeds ?? message.embeds,
    components: draft.components ?? message.components,
    files: [...draft.files],
    flags: 0,
    allowedMentions: null,
    replyTo: null,
  }
  const keeps = message.attachments.some(({ id }) => draft.kept?.includes(id) ?? true)
  if (isEmptyDraft(after) && !keeps) throw emptyMessage()
  call.world.messages.edit(channel, message, draft)
  return ok(call.world.messages.payload(message))
}

function remove(call: Call): Answer {
  const channel = channelOf(call)
  const message = messageOf(call, channel)
  if (message.author.id !== call.bot.user.id) channelOf(call, Permission.manageMessages)
  call.world.messages.delete(channel, message)
  return noContent
}

function removeMany(call: Call): Answer {
  const channel = channelOf(call, Permission.manageMessages)
  const form = new Form(call.body)
  const ids = form.values('messages', { min: 2, max: 100, required: true }).map(String)
  form.check()
  const found = ids.flatMap((id) => channel.messages.get(id) ?? [])
  call.world.messages.deleteBulk(channel, found)
  return noContent
}

function messageOf(call: Call, channel: ChannelRecord): MessageRecord {
  const message = call.world.messages.byId.get(call.param('message'))
  // Ephemeral messages live in their interaction alone.
  if (!message || message.deleted || isEphemeral(message) || message.channelId !== channel.id) {
    throw unknownMessage()
  }
  return message
}
