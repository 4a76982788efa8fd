import { toCaller } from '../interactions/reply.ts'
import { linkedView } from '../views/scrobbles.ts'
import type { Modal } from './modal.ts'

/** Links with the token of ListenBrainz that a member has typed. */
export const scrobbleToken: Modal = {
  action: 'scrobble-token',
  needs: 'own-data',
  run: async ({ accounts, request, signal, text }) => {
    const token = text('token')?.trim() ?? ''
    const name = await accounts.linkListenBrainz(request().actor.userId, token, signal)
    return toCaller(linkedView('listenbrainz', name))
  },
}
