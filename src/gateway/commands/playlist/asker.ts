import type { Asker } from '../../../playlists/asker.ts'
import type { MemberCall } from '../../interactions/call.ts'

/** Who uses a command, as playlists need to know it. */
export const askerOf = ({ guildId, players, request }: MemberCall): Asker => ({
  guildId,
  actor: request().actor,
  state: players.state(guildId),
})
