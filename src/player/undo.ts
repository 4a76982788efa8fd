import type { GuildId } from '../base/ids.ts'
import type { Request } from '../domain/command.ts'
import type { Notice } from '../domain/notice.ts'
import type { PlayerState } from '../domain/player/state.ts'
import type { Track } from '../domain/track.ts'
import type { Matches } from './matches.ts'
import type { Players } from './players.ts'

/** Takes back the last change of the queue; a match that was called wrong with it is right again. */
export async function undo(
  players: Players,
  matches: Matches,
  guildId: GuildId,
  request: Request,
): Promise<Notice> {
  const called = calledWrong(players.state(guildId))
  const notice = await players.command(guildId, { kind: 'undo' }, request)
  const isBack = notice.kind === 'undone' && notice.change === 'wrong'
  if (isBack && called !== undefined) await matches.takeBack(called, guildId)
  return notice
}

/** The track that the last change called wrong, if it did that. */
function calledWrong({ past: { changes, removed } }: PlayerState): Track | undefined {
  const change = changes.at(-1)
  if (change?.by !== 'wrong') return undefined
  const wrong = change.ended?.id ?? change.stretch[0]
  return removed.find(({ id }) => id === wrong)
}
