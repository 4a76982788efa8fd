import type { Dispatcher } from '../gateway/dispatcher.ts'
import { Intent } from '../gateway/intents.ts'
import { messageEventPayload, messagePayload } from '../wire/message-payloads.ts'
import type { Changes } from './changes.ts'
import type { Directory } from './directory.ts'
import type { AttachmentRecord, FileStore } from './files.ts'
import { type AllowedMentions, mentionsOf, textOf } from './mentions.ts'
import {
  type ChannelRecord,
  type Component,
  type Embed,
  isEphemeral,
  MessageFlag,
  type MessageRecord,
  type UserRecord,
} from './model.ts'
import { Permission, permissionsOf } from './permissions.ts'
import { newSnowflake } from './snowflake.ts'

/** A message's body, validated. What is undefined stays as it is in an edit. */
export interface MessageDraft {
  readonly content?: string | undefined
  readonly embeds?: readonly Embed[] | undefined
  readonly components?: readonly Component[] | undefined
  /** Ids of the attachments that stay. */
  readonly kept?: readonly string[] | undefined
  readonly files: readonly DraftFile[]
  readonly flags: number
  readonly allowedMentions: AllowedMentions | null
  readonly replyTo: string | null
}

export interface DraftFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly contentType: string
  readonly description: string | null
}

export interface MessageOrigin {
  readonly author: UserRecord
  readonly applicationId: string | null
  readonly type: number
  readonly interaction: MessageRecord['interaction']
}

export const emptyDraft = (flags: number): MessageDraft => ({
  files: [],
  flags,
  allowedMentions: null,
  replyTo: null,
})

/** Makes, changes and deletes messages, and tells the gateway. */
export class Messages {
  /** All that were ever sent, ephemeral ones too. */
  readonly byId = new Map<string, MessageRecord>()
  /** Those that came with a nonce, by author and nonce. */
  readonly byNonce = new Map<string, MessageRecord>()
  readonly #directory: Directory
  readonly #dispatcher: Dispatcher
  readonly #files: FileStore
  readonly #changes: Changes

  constructor(directory: Directory, dispatcher: Dispatcher, files: FileStore, changes: Changes) {
    this.#directory = directory
    this.#dispatcher = dispatcher
    this.#files = files
    this.#changes = changes
  }

  create(channel: ChannelRecord, draft: MessageDraft, origin: MessageOrigin): MessageRecord {
    const nobody = { users: [], roles: [], everyone: false }
    const attachments = this.#attach(channel, draft)
    const message: MessageRecord = {
      ...origin,
      id: newSnowflake(),
      channelId: channel.id,
      guildId: channel.guildId,
      createdAt: new Date().toISOString(),
      replyTo: draft.replyTo,
      editedAt: null,
      content: draft.content ?? '',
      embeds: draft.embeds ?? [],
      components: unfurled(numbered(draft.components ?? []), attachments),
      attachments,
      flags: draft.flags,
      mentions: nobody,
      pings: nobody,
      deleted: false,
    }
    this.#mention(channel, message, draft.allowedMentions, true)
    this.byId.set(message.id, message)
    if (!isEphemeral(message)) channel.messages.set(message.id, message)
    this.#tell(channel, message, 'MESSAGE_CREATE')
    return message
  }

  /** `fills`: a deferred answer gets its content, which notifies as a new message does; an edit notifies nobody. */
  edit(channel: ChannelRecord, message: MessageRecord, draft: MessageDraft, fills = false): void {
    message.content = draft.content ?? message.content
    message.embeds = draft.embeds ?? message.embeds
    const kept = draft.kept
    for (const gone of kept ? message.attachments.filter(({ id }) => !kept.includes(id)) : []) {
      this.#files.remove(gone)
    }
    message.attachments = [
      ...message.attachments.filter(({ id }) => kept?.includes(id) ?? true),
      ...this.#attach(channel, draft),
    ]
    if (draft.components)
      message.components = unfurled(numbered(draft.components), message.attachments)
    const settable = MessageFlag.suppressEmbeds | MessageFlag.componentsV2
    message.flags = (message.flags & ~MessageFlag.loading) | (draft.flags & settable)
    if (!fills) message.editedAt = new Date().toISOString()
    this.#mention(channel, message, draft.allowedMentions, fills)
    this.#tell(channel, message, 'MESSAGE_UPDATE')
  }

  delete(channel: ChannelRecord, message: MessageRecord): void {
    if (message.deleted) return
    message.deleted = true
    channel.messages.delete(message.id)
    for (const attachment of message.attachments) this.#files.remove(attachment)
    if (!isEphemeral(message)) {
      const place = { channel_id: channel.id, ...guildIdOf(channel) }
      this.#dispatch(channel, 'MESSAGE_DELETE', { id: message.id, ...place })
    }
    this.#changes.notify()
  }

  deleteBulk(channel: ChannelRecord, messages: readonly MessageRecord[]): void {
    for (const message of messages) {
      message.deleted = true
      channel.messages.delete(message.id)
    }
    const ids = messages.map(({ id }) => id)
    const data = { ids, channel_id: channel.id, ...guildIdOf(channel) }
    this.#dispatch(channel, 'MESSAGE_DELETE_BULK', data)
    this.#changes.notify()
  }

  payload(message: MessageRecord) {
    return messagePayload(message, this.#directory.userOf)
  }

  #attach(channel: ChannelRecord, draft: MessageDraft): AttachmentRecord[] {
    return draft.files.map((file) => this.#files.add(channel.id, file))
  }

  #mention(
    channel: ChannelRecord,
    message: MessageRecord,
    allowed: AllowedMentions | null,
    notifies: boolean,
  ): void {
    const guild = this.#directory.guildOf(channel)
    const bits = guild ? permissionsOf(guild, message.author.id, channel) : 0n
    const { mentions, pings } = mentionsOf(
      `${message.content}\n${textOf(message.components)}`,
      allowed,
      {
        guild,
        mayPingEveryone: (bits & Permission.mentionEveryone) !== 0n,
        silent: isEphemeral(message),
      },
    )
    message.mentions = mentions
    if (notifies) message.pings = pings
  }

  #tell(channel: ChannelRecord, message: MessageRecord, event: string): void {
    if (!isEphemeral(message)) {
      const member = this.#directory.guildOf(channel)?.members.get(message.author.id)
      const data = messageEventPayload(message, member, this.#directory.userOf)
      this.#dispatch(channel, event, data)
    }
    this.#changes.notify()
  }

  #dispatch(channel: ChannelRecord, event: string, data: object): void {
    const guild = this.#directory.guildOf(channel)
    if (guild) this.#dispatcher.toGuild(guild, Intent.guildMessages, event, data)
    else {
      for (const { id } of channel.recipients) {
        this.#dispatcher.toBot(id, null, Intent.directMessages, event, data)
      }
    }
  }
}

const guildIdOf = (channel: ChannelRecord) =>
  channel.guildId === null ? {} : { guild_id: channel.guildId }

/** Components without an id get one, counted through the message (docs: Components, "Anatomy"). */
function numbered(components: readonly Component[]): readonly Component[] {
  let next = 1
  const number = (component: Component): Component => ({
    ...component,
    id: component.id ?? next++,
    ...(component.components ? { components: component.components.map(number) } : {}),
    ...(component.component ? { component: number(component.component) } : {}),
    ...(component.accessory ? { accessory: number(component.accessory) } : {}),
  })
  return components.map(number)
}

/**
 * Components with the links of the files that they name (docs: Component Reference, "Unfurled Media
 * Item"; the answer names the attachment's id).
 */
function unfurled(
  components: readonly Component[],
  files: readonly AttachmentRecord[],
): readonly Component[] {
  const link = (component: Component): Component => ({
    ...component,
    ...(component.media ? { media: mediaOf(component.media, files) } : {}),
    ...(component.components ? { components: component.components.map(link) } : {}),
    ...(component.accessory ? { accessory: link(component.accessory) } : {}),
  })
  return components.map(link)
}

function mediaOf(media: { url: string }, files: readonly AttachmentRecord[]) {
  const file = files.find(({ filename }) => media.url === `attachment://${filename}`)
  if (file === undefined) return media
  const { id, url, contentType } = file
  return { url, proxy_url: url, content_type: contentType, attachment_id: id }
}
