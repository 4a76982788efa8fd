import { SegueError } from '../../base/error.ts'
import { foundOf } from '../commands/playlist/chosen-tracks.ts'
import { toCaller } from '../interactions/reply.ts'
import { keptView } from '../views/playlists.ts'
import type { Component } from './component.ts'

/** Adds the track that a message is about to the favourites of whoever presses, also once it's over. */
export const keep: Component = {
  action: 'keep',
  run: async ({ args: [id], players, playlists, guildId, request }) => {
    const state = players.state(guildId)
    const { current, upcoming, past } = state
    const known = [...(current === null ? [] : [current.track]), ...upcoming, ...past.played]
    const track = known.find((one) => one.id === id)
    if (track === undefined) throw new SegueError('track-gone')
    const asker = { actor: request().actor, state, guildId }
    await playlists.keep([foundOf(track)], 'own', asker)
    return toCaller(keptView('own', track, 1))
  },
}
