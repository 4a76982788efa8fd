import {
  CallbackType,
  type Choice,
  type Interaction,
  InteractionType,
  type Modal,
} from '../state/interactions.ts'
import { emptyDraft } from '../state/messages.ts'
import { isEphemeral, isLoading, MessageFlag } from '../state/model.ts'
import { checkModal } from './component-form.ts'
import { alreadyAcknowledged, emptyMessage, unknownInteraction } from './errors.ts'
import { Form } from './form.ts'
import { isEmptyDraft, parseMessage } from './message-form.ts'
import { type Answer, type Call, noContent, ok, type Route, wide } from './router.ts'

/** Docs: Receiving and Responding, "Create Interaction Response". */
export const interactionRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    proof: 'token',
    bucket: wide('interaction-callback'),
    handle: acknowledge,
  },
]

function acknowledge(call: Call): Answer {
  const { interactions } = call.world
  const interaction = interactions.byId(call.param('interaction'))
  if (!interaction || interaction.token !== call.param('token')) throw unknownInteraction()
  if (interaction.failed) throw unknownInteraction()
  if (interaction.callback) throw alreadyAcknowledged()
  const form = new Form(call.body)
  const type = form.oneOf('type', allowedTypes(interaction), { required: true })
  form.check()
  respond(call, interaction, type ?? 0, form)
  interactions.acknowledge(interaction, type ?? 0)
  if (call.query.get('with_response') !== 'true') return noContent
  return ok(withResponse(call, interaction, type ?? 0))
}

/** Which first responses an interaction may get (docs: "Interaction Callback Type", footnotes). */
function allowedTypes(interaction: Interaction): readonly number[] {
  const { message, deferredMessage, deferredUpdate, update, autocomplete, modal } = CallbackType
  const { type } = interaction.deed
  if (type === InteractionType.autocomplete) return [autocomplete]
  if (type === InteractionType.command) return [message, deferredMessage, modal]
  const onMessage = interaction.deed.message ? [deferredUpdate, update] : []
  const canOpenModal = type === InteractionType.component ? [modal] : []
  return [message, deferredMessage, ...onMessage, ...canOpenModal]
}

function respond(call: Call, interaction: Interaction, type: number, form: Form): void {
  const { channel, message } = interaction.deed
  const { messages } = call.world
  const data = form.fields.data ?? {}
  if (type === CallbackType.message) {
    const draft = parseMessage(data, call.files, { mayBeEphemeral: true })
    if (isEmptyDraft(draft)) throw emptyMessage()
    interaction.original = messages.create(channel, draft, interaction.origin())
  } else if (type === CallbackType.deferredMessage) {
    const ephemeral = (new Form(data).integer('flags') ?? 0) & MessageFlag.ephemeral
    const draft = emptyDraft(MessageFlag.loading | ephemeral)
    interaction.original = messages.create(channel, draft, interaction.origin())
  } else if (type === CallbackType.deferredUpdate) {
    interaction.original = message
  } else if (type === CallbackType.update && message) {
    const wasV2 = (message.flags & MessageFlag.componentsV2) !== 0
    messages.edit(channel, message, parseMessage(data, call.files, { wasV2 }))
    interaction.original = message
  } else if (type === CallbackType.autocomplete) {
    interaction.choices = parseChoices(form)
  } else if (type === CallbackType.modal) {
    interaction.modal = parseModal(form)
  }
}

/** Docs: "Autocomplete": at most 25 choices. */
function parseChoices(form: Form): readonly Choice[] {
  const data = form.object('data', { required: true })
  const choices = (data?.list('choices', { max: 25, required: true }) ?? []).map((choice) => {
    const name = choice.string('name', { min: 1, max: 100, required: true }) ?? ''
    const isText = typeof choice.fields.value === 'string'
    const value = isText
      ? choice.string('value', { max: 100, required: true })
      : choice.number('value', { required: true })
    return { name, value: value ?? '' }
  })
  form.check()
  return choices
}

function parseModal(form: Form): Modal {
  const data = form.object('data', { required: true })
  if (data) checkModal(data)
  form.check()
  return data?.fields as unknown as Modal
}

function withResponse(call: Call, interaction: Interaction, type: number): object {
  const { original } = interaction
  const { message, deferredMessage, update } = CallbackType
  const holdsMessage = type === message || type === deferredMessage || type === update
  return {
    interaction: {
      id: interaction.id,
      type: interaction.deed.type,
      channel_id: interaction.deed.channel.id,
      guild_id: interaction.deed.guild.id,
      ...(original
        ? {
            response_message_id: original.id,
            response_message_loading: isLoading(original),
            response_message_ephemeral: isEphemeral(original),
          }
        : {}),
    },
    resource: {
      type,
      ...(original && holdsMessage ? { message: call.world.messages.payload(original) } : {}),
    },
  }
}
