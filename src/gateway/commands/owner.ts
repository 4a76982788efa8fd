import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { toCaller } from '../interactions/reply.ts'
import { announcedView, leftView, reloadedView, serversView, sourcesView } from '../views/owner.ts'
import type { View } from '../views/view.ts'
import type { CommandCall, SlashCommand } from './command.ts'
import { type Subcommand, withSubcommands } from './subcommand.ts'

const TEXT_LENGTH = 1_500

const announce = telling(
  {
    name: 'announce',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'text',
        required: true,
        max_length: TEXT_LENGTH,
      },
    ],
  },
  async ({ owner, options }) => announcedView(await owner.announce(given(options.text('text')))),
)

const servers = telling({ name: 'servers' }, async ({ owner }) => serversView(owner.servers()))

const leave = telling(
  {
    name: 'leave',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'server',
        required: true,
        max_length: 20,
      },
    ],
  },
  async ({ owner, options }) => leftView(await owner.leave(given(options.text('server')))),
)

const reload = telling({ name: 'reload' }, async ({ owner }) => reloadedView(await owner.reload()))

const sources = telling({ name: 'sources' }, async ({ owner }) => sourcesView(owner.sources()))

const all = withSubcommands('owner', [announce, servers, leave, reload, sources])

/**
 * For the people whom the host names, in any channel; it's registered only where there are any.
 */
export const owner: SlashCommand = {
  ...all,
  needs: 'host',
  // Discord can't show it to single people everywhere, so that it's at least no clutter for members.
  form: { ...all.form, memberPermissions: PermissionFlagsBits.Administrator },
}

function telling(form: Subcommand['form'], work: (call: CommandCall) => Promise<View>): Subcommand {
  return { form, run: async (call) => toCaller(await work(call)) }
}

/** Discord doesn't leave a required option out. */
function given(text: string | null): string {
  if (text === null) throw new SegueError('outdated-control')
  return text
}
