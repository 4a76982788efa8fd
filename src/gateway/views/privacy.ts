import { ButtonStyle, ComponentType } from 'discord.js'
import {
  CHANGES_KEPT_DAYS,
  type Erasable,
  KEPT_THINGS,
  type KeptThing,
  LEFT_KEPT_DAYS,
} from '../../domain/privacy.ts'
import { customId } from './custom-id.ts'
import type { Shown, View } from './view.ts'

/** What is kept of a server, and buttons to delete what this member may. */
export const privacyView =
  (historyDays: number, erasable: readonly Erasable[]): View =>
  ({ privacy }) => {
    const daysOf = (thing: KeptThing) => (thing === 'changes' ? CHANGES_KEPT_DAYS : historyDays)
    const kept = KEPT_THINGS.map((thing) => `- ${privacy.kept[thing](daysOf(thing))}`)
    return {
      content: [
        `**${privacy.title}**`,
        ...kept,
        privacy.beyond,
        privacy.left(LEFT_KEPT_DAYS),
        privacy.how,
      ].join('\n'),
      components: row(
        ...erasable.map((what) =>
          button(ButtonStyle.Secondary, customId('privacy', what, 'ask'), privacy.erase[what]),
        ),
      ),
    }
  }

/** Whether to delete it, which can't be undone. */
export const askToErase =
  (what: Erasable): View =>
  ({ privacy }) => ({
    content: privacy.ask[what],
    components: row(
      button(ButtonStyle.Danger, customId('privacy', what, 'yes'), privacy.erase[what]),
      button(ButtonStyle.Secondary, customId('privacy', what, 'no'), privacy.keep),
    ),
  })

export const erasedView =
  (what: Erasable): View =>
  ({ privacy }) => ({ content: privacy.erased[what], components: [] })

export const unchangedView: View = ({ privacy }): Shown => ({
  content: privacy.unchanged,
  components: [],
})

const row = (...components: ReturnType<typeof button>[]) => [
  { type: ComponentType.ActionRow as const, components },
]

const button = (style: ButtonStyle.Secondary | ButtonStyle.Danger, id: string, label: string) =>
  ({ type: ComponentType.Button, style, custom_id: id, label }) as const
