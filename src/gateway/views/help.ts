import type { CommandText } from '../words/command-text.ts'
import type { CommandName } from '../words/words.ts'
import type { View } from './view.ts'

const COMMANDS_A_PAGE = 15
/** More than there are commands for. */
export const HELP_PAGES = 10

/** The commands of the bot's owners. */
const OF_OWNERS: ReadonlySet<string> = new Set<CommandName>(['owner'])

/**
 * Page `page` (from 1) of all commands, as people type them; those of the bot's owners for owners alone. Behind
 * the last page, that one.
 */
export const helpView =
  (page: number, isOwner: boolean): View =>
  ({ commands, queue, past }) => {
    const all = Object.entries<CommandText>({ ...commands }).filter(
      ([registered]) => isOwner || !OF_OWNERS.has(registered),
    )
    const pages = Math.ceil(all.length / COMMANDS_A_PAGE)
    const shown = Math.min(page, pages)
    const first = (shown - 1) * COMMANDS_A_PAGE
    const lines = all
      .slice(first, first + COMMANDS_A_PAGE)
      .map(([registered, { name = registered, description }]) => `\`/${name}\` ${description}`)
    return { content: [...lines, `${queue.page(shown, pages)} · ${past.more}`].join('\n') }
  }
