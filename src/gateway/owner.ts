import type { Client } from 'discord.js'
import { SegueError } from '../base/error.ts'
import { type GuildId, guildId } from '../base/ids.ts'
import type { Log } from '../observability/log.ts'
import type { Players } from '../player/players.ts'
import type { Announcer } from '../player/ports.ts'

/** What the owners of this bot can do in all servers; all of it is about this process's servers. */
export interface OwnersTools {
  /** Posts the text wherever music plays now, and tells in how many channels. */
  announce(text: string): Promise<number>
  /** The servers that the bot is in. */
  servers(): readonly KnownServer[]
  /** Leaves a server for good; resolves with its name. Rejects with 'unknown-server'. */
  leave(id: string): Promise<string>
  /** Takes yt-dlp as it's installed now; resolves with its version, null: it doesn't run. */
  reload(): Promise<string | null>
  /** How each source of music is that can fail. */
  sources(): readonly SourceState[]
}

export interface SourceState {
  readonly name: string
  readonly state: 'ok' | 'failing' | 'off' | 'missing'
  /** A version, or the code of the last failure; null: nothing to say. */
  readonly detail: string | null
}

export interface KnownServer {
  readonly id: GuildId
  readonly name: string
  readonly members: number
}

export interface OwnersToolsPorts {
  readonly client: Client<true>
  readonly players: Players
  readonly announcer: Announcer
  readonly reload: () => Promise<string | null>
  readonly sources: () => readonly SourceState[]
  readonly log: Log
}

export function ownersTools(ports: OwnersToolsPorts): OwnersTools {
  const { client, players, announcer, reload, sources, log } = ports
  return {
    async announce(text) {
      const states = players.guilds.map((id) => players.state(id))
      const channels = states.flatMap(({ voiceChannel, textChannelId, settings }) =>
        voiceChannel === null || textChannelId === null ? [] : [{ textChannelId, settings }],
      )
      let told = 0
      // One after another: Discord's limit for the whole bot is shared with everything else.
      for (const { textChannelId, settings } of channels) {
        const notice = { kind: 'from-host', text } as const
        const posted = await announcer.announce(textChannelId, notice, settings.language)
        if (posted !== null) told++
      }
      log.info('an owner’s announcement was posted', { channels: channels.length, told })
      return told
    },
    servers: () =>
      [...client.guilds.cache.values()]
        .map(({ id, name, memberCount }) => ({ id: guildId(id), name, members: memberCount }))
        .toSorted((one, other) => other.members - one.members),
    async leave(id) {
      const guild = client.guilds.cache.get(id)
      if (guild === undefined) throw new SegueError('unknown-server')
      await guild.leave()
      log.info('left a server for an owner', { guildId: id })
      return guild.name
    },
    reload,
    sources,
  }
}
