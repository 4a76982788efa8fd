import type { Interaction } from '../state/interactions.ts'
import { isLoading, MessageFlag, type MessageRecord } from '../state/model.ts'
import { emptyMessage, invalidWebhookToken, unknownMessage, unknownWebhook } from './errors.ts'
import { isEmptyDraft, parseMessage } from './message-form.ts'
import { type Answer, type Call, noContent, ok, type Route } from './router.ts'

/** Webhooks allow 5 calls in 2 s; observed, the docs leave it to the headers. */
const bucket = { name: 'webhook', limit: 5, perMs: 2000 }

/** Docs: Receiving and Responding, "Followup Messages". */
export const webhookRoutes: readonly Route[] = [
  { method: 'POST', path: '/webhooks/:app/:token', proof: 'token', bucket, handle: followUp },
  {
    method: 'GET',
    path: '/webhooks/:app/:token/messages/:message',
    proof: 'token',
    bucket,
    handle: one,
  },
  {
    method: 'PATCH',
    path: '/webhooks/:app/:token/messages/:message',
    proof: 'token',
    bucket,
    handle: edit,
  },
  {
    method: 'DELETE',
    path: '/webhooks/:app/:token/messages/:message',
    proof: 'token',
    bucket,
    handle: remove,
  },
]

function followUp(call: Call): Answer {
  const interaction = acknowledged(call)
  const { original } = interaction
  const draft = parseMessage(call.body, call.files, { mayBeEphemeral: true })
  if (isEmptyDraft(draft)) throw emptyMessage()
  const { messages, interactions } = call.world
  // The first follow-up of a deferred response takes its place, and with it its ephemerality.
  if (original && isLoading(original) && !original.deleted) {
    messages.edit(interaction.deed.channel, original, draft, true)
    interactions.changed()
    return ok(messages.payload(original))
  }
  const origin = { ...interaction.origin(), type: original ? 19 : 0 }
  const replyTo = original?.id ?? null
  const message = messages.create(interaction.deed.channel, { ...draft, replyTo }, origin)
  interaction.followUps.push(message)
  interactions.changed()
  return ok(messages.payload(message))
}

function one(call: Call): Answer {
  return ok(call.world.messages.payload(messageOf(call, acknowledged(call))))
}

function edit(call: Call): Answer {
  const interaction = acknowledged(call)
  const message = messageOf(call, interaction)
  const wasV2 = (message.flags & MessageFlag.componentsV2) !== 0
  const draft = parseMessage(call.body, call.files, { wasV2 })
  if (isLoading(message) && isEmptyDraft(draft)) throw emptyMessage()
  if (message === interaction.original) interaction.isUpdated = true
  call.world.messages.edit(interaction.deed.channel, message, draft, isLoading(message))
  return ok(call.world.messages.payload(message))
}

function remove(call: Call): Answer {
  const interaction = acknowledged(call)
  call.world.messages.delete(interaction.deed.channel, messageOf(call, interaction))
  return noContent
}

/** The interaction of the token: alive, and answered once; before that its webhook does not exist. */
function acknowledged(call: Call): Interaction {
  const interaction = call.world.interactions.byToken(call.param('token'))
  if (!interaction) throw invalidWebhookToken()
  if (interaction.deed.bot.applicationId !== call.param('app')) throw unknownWebhook()
  if (call.world.interactions.isExpired(interaction)) throw invalidWebhookToken()
  if (!interaction.callback) throw unknownWebhook()
  return interaction
}

function messageOf(call: Call, interaction: Interaction): MessageRecord {
  const id = call.param('message')
  const own = [interaction.original, ...interaction.followUps]
  const message =
    id === '@original' ? interaction.original : own.find((candidate) => candidate?.id === id)
  if (!message || message.deleted) throw unknownMessage()
  return message
}
