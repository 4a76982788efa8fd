import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  MessageFlags,
} from 'discord.js'
import type { Words } from '../words/words.ts'
import { fit } from './title.ts'

/** What a message shows, as Discord's API takes it. Where a message is edited, what's left out stays. */
export type Shown =
  | {
      /** Markdown; what's longer than a message is cut. */
      readonly content?: string
      readonly embeds?: readonly APIEmbed[]
      readonly components?: readonly APIActionRowComponent<APIComponentInMessageActionRow>[]
      readonly files?: readonly ShownFile[]
    }
  /** Components V2, which take the place of text and embeds. */
  | {
      readonly layout: readonly APIMessageTopLevelComponent[]
      /** The file that the layout names as `attachment://…`, in place of any other; null: none. */
      readonly attached?: Attached | null
    }

/** A file that comes along, or one that the message has already. */
export type Attached = ShownFile | { readonly id: string; readonly name: string }

/** A file that's attached to a message. */
export interface ShownFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** A pure function: it holds its data, and gets the words of whoever reads. */
export type View = (words: Words) => Shown

/** A view of components alone. */
export type LayoutView = (words: Words) => {
  readonly layout: readonly APIMessageTopLevelComponent[]
}

/** The fields of a message, for the API and for discord.js alike. */
export function bodyOf(shown: Shown) {
  if ('layout' in shown)
    return {
      components: [...shown.layout],
      flags: MessageFlags.IsComponentsV2 as const,
      ...filesOf(shown.attached),
    }
  const { content, embeds, components, files } = shown
  return {
    ...(content === undefined ? {} : { content: fit(content) }),
    ...(embeds === undefined ? {} : { embeds: [...embeds] }),
    ...(components === undefined ? {} : { components: [...components] }),
    ...(files === undefined ? {} : { files: files.map(attached) }),
  }
}

/** Whether it keeps or brings a file, which Discord takes by an edit, and not by an answer to a press. */
export const carriesFile = (shown: Shown): boolean => 'layout' in shown && shown.attached != null

/**
 * A file that stays has to be told by id and name, or the layout can't name it; what isn't told goes
 * (Discord's reference, "Editing Message Attachments").
 */
function filesOf(file: Attached | null | undefined) {
  if (file === undefined) return {}
  if (file === null) return { attachments: [] }
  if ('bytes' in file) return { attachments: [], files: [attached(file)] }
  return { attachments: [{ id: file.id, filename: file.name }] }
}

const attached = ({ name, bytes }: ShownFile) => ({ name, attachment: Buffer.from(bytes) })
