import { linkedView } from '../views/scrobbles.ts'
import type { Component } from './component.ts'

/** A member has allowed it on Last.fm's page. */
export const scrobbleAllowed: Component = {
  action: 'scrobble-allowed',
  needs: 'own-data',
  run: async ({ accounts, args, request, signal }) => {
    const name = await accounts.linkLastFm(request().actor.userId, args[0] ?? '', signal)
    return { view: linkedView('lastfm', name), visibility: 'in place' }
  },
}
