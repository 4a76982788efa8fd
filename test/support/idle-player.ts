import type { GuildId } from '../../src/base/ids.ts'
import { noPast } from '../../src/domain/player/past/past.ts'
import { noFilters } from '../../src/domain/sound.ts'
import type { PlayerSnapshot } from '../../src/player/ports.ts'

/** A player that is in no channel and has nothing to play. */
export function idlePlayer(guildId: GuildId): PlayerSnapshot {
  return {
    guildId,
    voiceChannel: null,
    textChannelId: null,
    current: null,
    queue: [],
    past: noPast,
    loop: 'off',
    autoplay: null,
    volume: 100,
    mutedFrom: null,
    filters: noFilters,
    paused: false,
    djId: null,
    vote: null,
    arriving: [],
  }
}
