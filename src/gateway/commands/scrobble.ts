import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { LISTEN_SERVICES, type ListenServiceName } from '../../domain/listen.ts'
import { toCaller } from '../interactions/reply.ts'
import { accountsView, allowView, tokenForm, unlinkedView } from '../views/scrobbles.ts'
import type { CommandCall, SlashCommand } from './command.ts'
import type { OptionForm } from './form.ts'
import { type Subcommand, withSubcommands } from './subcommand.ts'

const serviceOption: OptionForm = {
  type: ApplicationCommandOptionType.String,
  name: 'service',
  choices: LISTEN_SERVICES.map((value) => ({ value })),
}

const link: Subcommand = {
  form: { name: 'link', options: [{ ...serviceOption, required: true }] },
  run: async (call) => {
    const service = serviceOf(call)
    if (service === null) throw new SegueError('outdated-control')
    call.accounts.require(service)
    if (service === 'listenbrainz') return { form: tokenForm }
    return toCaller(allowView(await call.accounts.begin(call.signal)))
  },
}

const unlink: Subcommand = {
  form: { name: 'unlink', options: [serviceOption] },
  run: async (call) => {
    const service = serviceOf(call)
    const { userId } = call.request().actor
    const isGone = await call.accounts.unlink(userId, service)
    if (isGone) return toCaller(unlinkedView(service))
    // Another service may be linked all the same.
    return toCaller(accountsView(await call.accounts.linkedBy(userId)))
  },
}

const status: Subcommand = {
  form: { name: 'status' },
  run: async ({ accounts, request }) =>
    toCaller(accountsView(await accounts.linkedBy(request().actor.userId))),
}

export const scrobble: SlashCommand = {
  ...withSubcommands('scrobble', [link, unlink, status]),
  needs: 'own-data',
}

const serviceOf = ({ options }: CommandCall): ListenServiceName | null =>
  LISTEN_SERVICES.find((known) => known === options.text('service')) ?? null
