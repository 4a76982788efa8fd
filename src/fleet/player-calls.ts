import type { Clock } from '../base/clock.ts'
import { codeOf, SegueError } from '../base/error.ts'
import type { ChannelId, GuildId, UserId } from '../base/ids.ts'
import { newSeed } from '../base/new-seed.ts'
import { within } from '../base/within.ts'
import type { Request } from '../domain/command.ts'
import type { KeyHolder } from '../domain/policy/actor.ts'
import { permit } from '../domain/policy/decide.ts'
import { scopesAmong } from '../domain/policy/scopes.ts'
import { CHOICES, type Found, type SearchPlace } from '../domain/track.ts'
import type { Events } from '../observability/events.ts'
import { reasonOf } from '../observability/logger.ts'
import { correct } from '../player/correct.ts'
import { enqueue } from '../player/enqueue.ts'
import { searchFor } from '../player/hidden-library.ts'
import type { Matches } from '../player/matches.ts'
import type { Players } from '../player/players.ts'
import type { Library, SearchQuery } from '../player/ports.ts'
import { undo } from '../player/undo.ts'
import { RememberedAnswers } from './remembered-answers.ts'
import type { AskerOnWire, PlayerCalls } from './remote-call.ts'
import {
  type EnqueuedView,
  enqueuedView,
  foundView,
  type ObeyedView,
  obeyedView,
  queueView,
} from './view.ts'

/** How long a source may take to find something: long enough for yt-dlp, which starts a program. */
export const FOUND_WITHIN_MS = 30_000

export interface PlayerCallsPorts {
  readonly players: Players
  readonly library: Pick<Library, 'search'>
  readonly matches: Matches
  /** The bot's own user: who asked for a track that a program queued in nobody's name. */
  readonly selfId: UserId
  readonly clock: Clock
  readonly events: Events
  /** Aborts when the bot shuts down. */
  readonly stop: AbortSignal
}

/** How calls from programs are answered. Whatever they command is counted and logged as members' commands are. */
export function playerCalls(ports: PlayerCallsPorts): PlayerCalls {
  const { players, matches, selfId, clock } = ports
  const obeyed = new RememberedAnswers<ObeyedView>(clock)
  const enqueued = new RememberedAnswers<EnqueuedView>(clock)
  return {
    command: ({ callId, guildId, command, channelId = null, asker }) =>
      obeyed.once(callId, () =>
        reported(ports, command.kind, guildId, asker, async (request) => {
          const notice =
            command.kind === 'undo'
              ? await undo(players, matches, guildId, request(null))
              : await players.command(guildId, command, request(channelId))
          return obeyedView(guildId, players.state(guildId), notice)
        }),
      ),
    wrong: ({ callId, guildId, position, asker }) =>
      obeyed.once(callId, () =>
        reported(ports, 'wrong', guildId, asker, async (request) => {
          const asked = { position, userId: null, request: () => request(null), signal: ports.stop }
          const notice = await correct(players, matches, guildId, asked)
          return obeyedView(guildId, players.state(guildId), notice)
        }),
      ),
    queue: async ({ guildId, page }) => queueView(guildId, players.state(guildId), page),
    enqueue: ({ callId, guildId, query, channelId, requestedBy, asker, ...how }) =>
      enqueued.once(callId, () =>
        reported(ports, 'play', guildId, asker, async (request) => {
          const found = (text: string, place: SearchPlace | null = null) =>
            find(ports, { text, limit: 1, place }, guildId)
          const done = await enqueue(players, guildId, {
            find: () => matches.sure(found(query, how.source), guildId, ports.stop),
            origin: query,
            place: how.now === true ? 'now' : (how.position ?? 'end'),
            seed: how.shuffle === true ? newSeed() : null,
            requestedBy: requestedBy ?? selfId,
            request: () => request(channelId),
          })
          return enqueuedView(guildId, players.state(guildId), done)
        }),
      ),
    search: ({ guildId, query, asker }) =>
      reported(ports, 'search', guildId, asker, async (request) => {
        permit('read', request(null).actor)
        const { tracks, rest, total } = await find(
          ports,
          { text: query, limit: CHOICES, place: null },
          guildId,
        )
        return { tracks: tracks.map(foundView), more: rest !== null, total }
      }),
  }
}

async function find(
  { players, library, clock, stop }: PlayerCallsPorts,
  query: SearchQuery,
  guildId: GuildId,
): Promise<Found> {
  const late = new AbortController()
  // Programs find no more of the library than members do.
  const finding = searchFor(players.state(guildId).settings, library)(
    query,
    guildId,
    AbortSignal.any([stop, late.signal]),
  )
  return await within(clock, FOUND_WITHIN_MS, finding, () => {
    const error = new SegueError('source-timeout')
    late.abort(error)
    throw error
  })
}

/** Does the work for who asks, who may name a voice channel, and tells log and metrics how it went. */
async function reported<T>(
  { clock, events, stop }: PlayerCallsPorts,
  command: string,
  guildId: GuildId,
  { requestId, keyId, scopes = ['control'] }: AskerOnWire,
  work: (request: (voiceChannelId: ChannelId | null) => Request) => Promise<T>,
): Promise<T> {
  const receivedAtMs = clock.now()
  const asked = { requestId, guildId, key: keyId }
  const key = { kind: 'key', keyId, scopes: scopesAmong(scopes) } as const
  const request = (voiceChannelId: ChannelId | null): Request => {
    const actor: KeyHolder = { ...key, voiceChannelId }
    return { requestId, actor, receivedAtMs }
  }
  try {
    if (stop.aborted) throw new SegueError('shutting-down')
    const done = await work(request)
    events.commandAnswered(command, asked, clock.now() - receivedAtMs)
    return done
  } catch (error) {
    const code = stop.aborted ? 'shutting-down' : codeOf(error)
    events.commandRefused(command, asked, code, reasonOf(error))
    throw code === codeOf(error) ? error : new SegueError(code, null, { cause: error })
  }
}
