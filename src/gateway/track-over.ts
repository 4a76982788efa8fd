import type { GuildId } from '../base/ids.ts'
import type { EventFeed } from '../player/event-feed.ts'

/** So many answers follow a track at once in this process: Discord allows a bot 50 requests a second. */
const MOST = 30

/** By server: ends the wait of the answer that follows what plays there. */
const waiting = new WeakMap<EventFeed, Map<GuildId, () => void>>()

/**
 * Resolves when the track that plays in that server is over, or when another answer begins to follow
 * it. Null: too many are followed already.
 */
export function trackOver(feed: EventFeed, guildId: GuildId): Promise<void> | null {
  const all = waiting.get(feed) ?? new Map<GuildId, () => void>()
  waiting.set(feed, all)
  if (all.size >= MOST && !all.has(guildId)) return null
  all.get(guildId)?.()
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = () => {
    subscription[Symbol.dispose]()
    if (all.get(guildId) === end) all.delete(guildId)
    resolve()
  }
  const subscription = feed.subscribe({
    name: 'lyrics',
    take: (told) => {
      if (told.guildId === guildId && ENDS.has(told.event.kind)) end()
    },
  })
  all.set(guildId, end)
  return promise
}

const ENDS: ReadonlySet<string> = new Set(['track_end', 'track_load'])
