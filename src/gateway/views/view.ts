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
  | { readonly layout: readonly APIMessageTopLevelComponent[] }

/** A file that's attached to a message. */
export interface ShownFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** A pure function: it holds its data, and gets the words of whoever reads. */
export type View = (words: Words) => Shown

/** The fields of a message, for the API and for discord.js alike. */
export function bodyOf(shown: Shown) {
  if ('layout' in shown)
    return { components: [...shown.layout], flags: MessageFlags.IsComponentsV2 as const }
  const { content, embeds, components, files } = shown
  return {
    ...(content === undefined ? {} : { content: fit(content) }),
    ...(embeds === undefined ? {} : { embeds: [...embeds] }),
    ...(components === undefined ? {} : { components: [...components] }),
    ...(files === undefined ? {} : { files: files.map(attached) }),
  }
}

const attached = ({ name, bytes }: ShownFile) => ({ name, attachment: Buffer.from(bytes) })
