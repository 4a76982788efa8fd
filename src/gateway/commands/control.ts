import type { Command } from '../../domain/command.ts'
import { type Reply, toEveryone } from '../interactions/reply.ts'
import { noticeView } from '../views/notice.ts'
import type { CommandCall } from './command.ts'

/** Gives a command to the server's player and shows the outcome. */
export async function control(call: CommandCall, command: Command): Promise<Reply> {
  return toEveryone(noticeView(await call.players.command(call.guildId, command, call.request())))
}
