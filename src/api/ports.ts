import type { ChannelId, GuildId } from '../base/ids.ts'
import type { RemoteCommand } from '../domain/command.ts'
import type { Asker, WantedByKey } from '../fleet/remote-call.ts'
import type { EnqueuedView, FoundView, ObeyedView, Page, QueueView } from '../fleet/view.ts'

/** Players, wherever they are. All reject with a `SegueError`. */
export interface QueuePlayers {
  /** The player's state once the command's effect is certain. */
  command(
    guildId: GuildId,
    command: RemoteCommand,
    asker: Asker,
    channelId?: ChannelId,
  ): Promise<ObeyedView>
  /** Puts the next match in the place of a queued track; null: of the current one. */
  wrong(guildId: GuildId, position: number | null, asker: Asker): Promise<ObeyedView>
  queue(guildId: GuildId, page: Page): Promise<QueueView>
  /** Resolves once the tracks are queued, or the first of them sounds. */
  enqueue(guildId: GuildId, wanted: WantedByKey, asker: Asker): Promise<EnqueuedView>
  search(guildId: GuildId, query: string, asker: Asker): Promise<FoundView>
}
