import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { permit } from '../../domain/policy/decide.ts'
import type { Reply } from '../interactions/reply.ts'
import { announcedView, leftView, reloadedView, serversView } from '../views/owner.ts'
import type { View } from '../views/view.ts'
import type { CommandCall } from './command.ts'
import { type Subcommand, withSubcommands } from './subcommand.ts'

const TEXT_LENGTH = 1_500

const announce = ofOwner(
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

const servers = ofOwner({ name: 'servers' }, async ({ owner }) => serversView(owner.servers()))

const leave = ofOwner(
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

const reload = ofOwner({ name: 'reload' }, async ({ owner }) => reloadedView(await owner.reload()))

const all = withSubcommands('owner', [announce, servers, leave, reload])

/** For the people whom the host names; it's registered only where there are any. */
export const owner = {
  ...all,
  // Discord can't show it to single people everywhere, so that it's at least no clutter for members.
  form: { ...all.form, memberPermissions: PermissionFlagsBits.Administrator },
}

function ofOwner(form: Subcommand['form'], work: (call: CommandCall) => Promise<View>): Subcommand {
  return {
    form,
    run: async (call): Promise<Reply> => {
      permit('host', call.request().actor)
      return { view: await work(call), visibility: 'caller' }
    },
  }
}

/** Discord doesn't leave a required option out. */
function given(text: string | null): string {
  if (text === null) throw new SegueError('outdated-control')
  return text
}
