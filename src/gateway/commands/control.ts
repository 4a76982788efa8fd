import type { Command } from '../../domain/command.ts'
import { noticeText } from '../ui/notice-text.ts'
import type { CommandCall } from './command.ts'

/** Gives a command to the server's player and words the outcome. */
export async function control(call: CommandCall, command: Command): Promise<string> {
  return noticeText(await call.players.command(call.guildId, command, call.request()))
}
