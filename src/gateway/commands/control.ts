import type { Command } from '../../domain/command.ts'
import { noticeText } from '../views/notice.ts'
import type { CommandCall } from './command.ts'

/** Gives a command to the server's player and words the outcome. */
export async function control(call: CommandCall, command: Command): Promise<string> {
  const notice = await call.players.command(call.guildId, command, call.request())
  return noticeText(notice, call.words)
}
