import { pauseRow } from '../views/pause-row.ts'
import { wordsFor } from '../words/languages.ts'
import type { Component, ComponentCall } from './component.ts'

/**
 * Two actions, so that two members who press at once want the same: each button says what it does, and
 * becomes the other one.
 */
export const pause: Component = { action: 'pause', run: (call) => become(call, true) }
export const resume: Component = { action: 'resume', run: (call) => become(call, false) }

async function become(call: ComponentCall, paused: boolean) {
  const { players, guildId, args } = call
  await players.command(guildId, { kind: paused ? 'pause' : 'resume' }, call.request())
  // The message stays in its language, whoever presses.
  const words = wordsFor(args[0] ?? null)
  return {
    view: () => ({ components: [pauseRow(paused, words)] }),
    visibility: 'in place',
  } as const
}
