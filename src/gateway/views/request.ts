import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  TextInputStyle,
} from 'discord.js'
import { QUERY_LENGTH } from '../../domain/schema/command.ts'
import type { Words } from '../words/words.ts'
import { customId } from './custom-id.ts'

/** The button of a request channel, which opens the form. */
export const requestRow = ({
  buttons,
}: Words): APIActionRowComponent<APIComponentInMessageActionRow> => ({
  type: ComponentType.ActionRow,
  components: [
    {
      type: ComponentType.Button,
      style: ButtonStyle.Primary,
      custom_id: customId('request'),
      label: buttons.request,
    },
  ],
})

/** Asks for a title or a link, as `/play` takes it. */
export const requestForm = ({
  buttons,
  commands,
}: Words): APIModalInteractionResponseCallbackData => ({
  custom_id: customId('request'),
  title: buttons.request,
  components: [
    {
      type: ComponentType.Label,
      label: buttons.request,
      description: commands.play.options.query.description,
      component: {
        type: ComponentType.TextInput,
        custom_id: 'query',
        style: TextInputStyle.Short,
        max_length: QUERY_LENGTH,
        required: true,
      },
    },
  ],
})
