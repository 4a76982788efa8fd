import type { GuildId } from '../base/ids.ts'
import type { RemoteCommand } from '../domain/command.ts'
import type { Asker } from '../fleet/remote-call.ts'
import type { Page, PlayerView, QueueView } from '../fleet/view.ts'

/** Players, wherever they are. Both reject with a `SegueError`. */
export interface QueuePlayers {
  /** The player's state once the command's effect is certain. */
  command(guildId: GuildId, command: RemoteCommand, asker: Asker): Promise<PlayerView>
  queue(guildId: GuildId, page: Page): Promise<QueueView>
}
