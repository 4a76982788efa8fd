import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { Words } from '../words/words.ts'
import { customId } from './custom-id.ts'

/** The button that pauses, or resumes what is paused. Its id carries the message's language. */
export function pauseRow(
  paused: boolean,
  { buttons, locales }: Words,
): APIActionRowComponent<APIComponentInMessageActionRow> {
  const action = paused ? 'resume' : 'pause'
  const [locale = ''] = locales
  const button = {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    custom_id: customId(action, locale),
    label: buttons[action],
  } as const
  return { type: ComponentType.ActionRow, components: [button] }
}
