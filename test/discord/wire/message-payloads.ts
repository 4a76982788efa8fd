import type { AttachmentRecord } from '../state/files.ts'
import {
  type Component,
  isEphemeral,
  type MemberRecord,
  type MessageRecord,
  type UserRecord,
} from '../state/model.ts'
import { memberPayload, userPayload } from './payloads.ts'

export function attachmentPayload(attachment: AttachmentRecord) {
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.size,
    url: attachment.url,
    proxy_url: attachment.url,
    content_type: attachment.contentType,
    ...(attachment.description === null ? {} : { description: attachment.description }),
    ...(attachment.ephemeral ? { ephemeral: true } : {}),
  }
}

/** `userOf` finds the users that the text mentions. */
export function messagePayload(
  message: MessageRecord,
  userOf: (id: string) => UserRecord | undefined,
) {
  const mentioned = message.mentions.users.flatMap((id) => userOf(id) ?? [])
  return {
    id: message.id,
    type: message.type,
    channel_id: message.channelId,
    author: userPayload(message.author),
    content: message.content,
    timestamp: message.createdAt,
    edited_timestamp: message.editedAt,
    tts: false,
    mention_everyone: message.pings.everyone,
    mentions: mentioned.map(userPayload),
    mention_roles: message.mentions.roles,
    attachments: message.attachments.filter(isUnused(message)).map(attachmentPayload),
    embeds: message.embeds.map((embed) => ({ type: 'rich', ...embed })),
    components: message.components,
    pinned: false,
    flags: message.flags,
    ...(message.applicationId === null ? {} : { application_id: message.applicationId }),
    ...(message.interaction ? interactionOf(message, message.interaction) : {}),
    ...(message.replyTo === null ? {} : { message_reference: referenceOf(message) }),
  }
}

/** Docs: Message, "Message Structure": attachments are those that no component refers to. */
function isUnused({ components }: MessageRecord): (attachment: AttachmentRecord) => boolean {
  const used = new Set(components.flatMap(filesIn))
  return ({ id }) => !used.has(id)
}

function filesIn({ media, components = [], accessory }: Component): string[] {
  const own = media?.attachment_id === undefined ? [] : [media.attachment_id]
  return [...own, ...components.flatMap(filesIn), ...(accessory ? filesIn(accessory) : [])]
}

function interactionOf(
  message: MessageRecord,
  interaction: NonNullable<MessageRecord['interaction']>,
) {
  return {
    ...(message.applicationId === null ? {} : { webhook_id: message.applicationId }),
    interaction_metadata: {
      id: interaction.id,
      type: interaction.type,
      user: userPayload(interaction.user),
      authorizing_integration_owners: { 0: message.guildId ?? '0' },
    },
    interaction: {
      id: interaction.id,
      type: interaction.type,
      name: interaction.name,
      user: userPayload(interaction.user),
    },
  }
}

function referenceOf(message: MessageRecord) {
  return {
    type: 0,
    message_id: message.replyTo,
    channel_id: message.channelId,
    ...(message.guildId === null ? {} : { guild_id: message.guildId }),
  }
}

/** What the gateway sends of a message in a server: with guild and member, never an ephemeral one. */
export function messageEventPayload(
  message: MessageRecord,
  member: MemberRecord | undefined,
  userOf: (id: string) => UserRecord | undefined,
) {
  if (isEphemeral(message)) throw new Error('an ephemeral message never reaches the gateway')
  const { user: _, ...partialMember } = member ? memberPayload(member) : { user: null }
  return {
    ...messagePayload(message, userOf),
    ...(message.guildId === null ? {} : { guild_id: message.guildId }),
    ...(member ? { member: partialMember } : {}),
  }
}
