import { SegueError } from '../../base/error.ts'
import { permit } from '../../domain/policy/decide.ts'
import { askToErase, erasedView, unchangedView } from '../views/privacy.ts'
import type { View } from '../views/view.ts'
import type { Component, ComponentCall } from './component.ts'

/** Deletes what's kept of the server or of the member who presses, once that's confirmed. */
export const privacy: Component = {
  action: 'privacy',
  needs: 'own-data',
  run: async (call) => ({ view: await step(call), visibility: 'in place' }),
}

async function step({ args, guildId, players, request }: ComponentCall): Promise<View> {
  const [what, answer] = args
  const { actor } = request()
  if ((what !== 'server' && what !== 'mine') || actor.kind !== 'member') {
    throw new SegueError('outdated-control')
  }
  if (answer === 'no') return unchangedView
  if (what === 'server') permit('erase', actor, players.state(guildId))
  if (answer !== 'yes') return askToErase(what)
  if (what === 'server') await players.erase(guildId, actor)
  else await players.eraseMember(actor.userId)
  return erasedView(what)
}
