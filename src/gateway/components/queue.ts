import type { TrackId } from '../../base/ids.ts'
import type { Command } from '../../domain/command.ts'
import type { Shows } from '../interactions/reply.ts'
import { nearestPage } from '../views/queue.ts'
import { wordsFor } from '../words/languages.ts'
import type { Component, ComponentCall } from './component.ts'

/** Turns to a page of `/queue`, in the message. */
const turn: Component = { action: 'queue-page', run: async (call) => page(call) }

/** Plays the chosen track, or removes it; the id is its own wherever it stands by now. */
const jump = choosing('queue-jump', (to) => ({ kind: 'jump', to }))
const remove = choosing('queue-remove', (position) => ({ kind: 'remove', position }))

export const queueComponents: readonly Component[] = [turn, jump, remove]

function choosing(action: string, command: (track: TrackId) => Command): Component {
  return {
    action,
    run: async (call) => {
      const { players, guildId, values, request } = call
      const [chosen = ''] = values
      await players.command(guildId, command(chosen as TrackId), request())
      return page(call)
    },
  }
}

/** The message stays in its language, whoever presses. */
function page({ players, guildId, args: [number, locale] }: ComponentCall): Shows {
  const view = nearestPage(players.state(guildId), Math.trunc(Number(number)) || 1)
  return { view: () => view(wordsFor(locale ?? null)), visibility: 'in place' }
}
