import type { GuildId } from '../base/ids.ts'
import { within } from '../base/within.ts'
import type { Openings } from './openings.ts'
import type { Player } from './player.ts'
import type { PlayerPorts } from './player-ports.ts'
import type { WriteBehind } from './write-behind.ts'

/** How long storing, and then leaving every channel, may take when the process ends. */
const STORE_WITHIN_MS = 2_500
const LEAVE_WITHIN_MS = 3_000
/** The most servers that one line of the log names. */
const NAMED_SERVERS = 20

export interface Ending {
  readonly written: WriteBehind
  readonly openings: Openings
  /** Asked once all is stored: by then some servers may have turned out to be another process's. */
  players(): ReadonlyMap<GuildId, Player>
}

/** Stores everything, ends the players and leaves every voice channel, each within a time. Never rejects. */
export async function end(
  { playback, clock, log, leaving }: PlayerPorts,
  { written, openings, ...ending }: Ending,
): Promise<void> {
  // Store first: the stored players name their channels, which the next start joins again.
  const stored = Promise.all([written.close(), openings.close()])
  await within(clock, STORE_WITHIN_MS, stored, tooLate).catch((error: unknown) => {
    const servers = written.unsaved?.servers ?? []
    const some = servers.slice(0, NAMED_SERVERS).join()
    log.error('couldn’t store all players', {
      reason: String(error),
      servers: servers.length,
      some,
    })
  })
  const players = ending.players()
  for (const player of players.values()) player.end()
  const playing = [...players].filter(([, player]) => player.state.voiceChannel !== null)
  const leave = async (guildId: GuildId) => {
    await leaving?.(guildId)
    await playback.disconnect(guildId)
  }
  const left = Promise.allSettled(playing.map(([guildId]) => leave(guildId)))
  await within(clock, LEAVE_WITHIN_MS, left, tooLate).catch((error: unknown) => {
    log.warn('couldn’t leave all voice channels in time', { reason: String(error) })
  })
}

function tooLate(): never {
  throw new Error('not in time')
}
