import {
  type APIModalInteractionResponseCallbackData,
  ButtonStyle,
  ComponentType,
  TextInputStyle,
} from 'discord.js'
import type { ListenServiceName } from '../../domain/listen.ts'
import type { LinkedAccount } from '../../scrobbling/ports.ts'
import { SERVICE_NAMES } from '../words/scrobbles.ts'
import type { Words } from '../words/words.ts'
import { customId } from './custom-id.ts'
import { nameOf } from './title.ts'
import type { View } from './view.ts'

/** Longer than any token. */
const TOKEN_LENGTH = 200

/** Asks for the token of ListenBrainz: what's typed into a form appears in no message. */
export const tokenForm = ({ scrobbles }: Words): APIModalInteractionResponseCallbackData => ({
  custom_id: customId('scrobble-token'),
  title: scrobbles.token,
  components: [
    {
      type: ComponentType.Label,
      label: scrobbles.token,
      description: scrobbles.tokenHint,
      component: {
        type: ComponentType.TextInput,
        custom_id: 'token',
        style: TextInputStyle.Short,
        max_length: TOKEN_LENGTH,
        required: true,
      },
    },
  ],
})

/** The way to Last.fm, and what to press afterwards. */
export const allowView =
  ({ token, page }: { readonly token: string; readonly page: string }): View =>
  ({ scrobbles }) => ({
    content: scrobbles.allow,
    components: [
      {
        type: ComponentType.ActionRow,
        components: [
          { type: ComponentType.Button, style: ButtonStyle.Link, url: page, label: scrobbles.open },
          {
            type: ComponentType.Button,
            style: ButtonStyle.Primary,
            custom_id: customId('scrobble-allowed', token),
            label: scrobbles.allowed,
          },
        ],
      },
    ],
  })

export const linkedView =
  (service: ListenServiceName, name: string): View =>
  ({ scrobbles }) => ({
    content: scrobbles.linked(SERVICE_NAMES[service], nameOf(name)),
    components: [],
  })

/** Null: all of them. */
export const unlinkedView =
  (service: ListenServiceName | null): View =>
  ({ scrobbles }) => ({
    content: scrobbles.unlinked(service === null ? null : SERVICE_NAMES[service]),
  })

export const accountsView =
  (accounts: readonly LinkedAccount[]): View =>
  ({ scrobbles }) => {
    const lines = accounts.map(({ service, name, isRefused, waiting }) =>
      isRefused
        ? scrobbles.refused(SERVICE_NAMES[service], nameOf(name))
        : scrobbles.status(SERVICE_NAMES[service], nameOf(name), waiting),
    )
    return { content: lines.length === 0 ? scrobbles.nothingLinked : lines.join('\n') }
  }
