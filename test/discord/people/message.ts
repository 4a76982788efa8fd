import type { AttachmentRecord } from '../state/files.ts'
import { textOf } from '../state/mentions.ts'
import {
  type Component,
  type Embed,
  isEphemeral,
  isLoading,
  type MessageRecord,
  type Pings,
} from '../state/model.ts'

/** A message as somebody who reads it sees it, at the moment of looking. */
export interface Message {
  readonly id: string
  readonly channelId: string
  readonly authorId: string
  readonly authorName: string
  readonly content: string
  readonly embeds: readonly Embed[]
  readonly components: readonly Component[]
  readonly attachments: readonly AttachmentRecord[]
  readonly flags: number
  /** Seen only by whoever caused it. */
  readonly ephemeral: boolean
  /** "… is thinking". */
  readonly loading: boolean
  readonly deleted: boolean
  readonly edited: boolean
  /** Whether it answers what somebody typed or pressed. */
  readonly answer: boolean
  /** The message that it's a reply to. */
  readonly replyTo: string | null
  /** Whom it notified. */
  readonly pings: Pings
  /** All that can be read: content, embeds, text components; a line each. */
  readonly text: string
}

export function messageView(record: MessageRecord): Message {
  return {
    id: record.id,
    channelId: record.channelId,
    authorId: record.author.id,
    authorName: record.author.username,
    content: record.content,
    embeds: record.embeds,
    components: record.components,
    attachments: [...record.attachments],
    flags: record.flags,
    ephemeral: isEphemeral(record),
    loading: isLoading(record),
    deleted: record.deleted,
    edited: record.editedAt !== null,
    answer: record.interaction !== null,
    replyTo: record.replyTo,
    pings: record.pings,
    text: [record.content, ...record.embeds.flatMap(embedText), textOf(record.components)]
      .filter((line) => line !== '')
      .join('\n'),
  }
}

function embedText(embed: Embed): string[] {
  const fields = (embed.fields ?? []).map(({ name, value }) => `${name}: ${value}`)
  const { author, title, description, footer } = embed
  return [author?.name ?? '', title ?? '', description ?? '', ...fields, footer?.text ?? '']
}

/** All components at any depth. */
export function flatten(components: readonly Component[]): Component[] {
  return components.flatMap((component) => [
    component,
    ...flatten(component.components ?? []),
    ...flatten(component.component ? [component.component] : []),
    ...flatten(component.accessory ? [component.accessory] : []),
  ])
}
