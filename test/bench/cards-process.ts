import { systemClock } from '../../src/base/clock.ts'
import { channelId, guildId, type RequestId, type TrackId } from '../../src/base/ids.ts'
import { createClient } from '../../src/gateway/client.ts'
import { InvalidRequests } from '../../src/gateway/invalid-requests.ts'
import { logIn } from '../../src/gateway/login.ts'
import { CardMessages } from '../../src/gateway/now-playing/card-messages.ts'
import { Cards } from '../../src/gateway/now-playing/cards.ts'
import { EditTurns } from '../../src/gateway/now-playing/edit-turns.ts'
import type { StoredCard } from '../../src/gateway/ports.ts'
import { RefusingChannels } from '../../src/gateway/refusing-channels.ts'
import { silentLog } from '../../src/observability/log.ts'
import { request, track } from '../domain/player/sample.ts'
import { Process, Shared } from '../player/fleet.ts'

/** The process that `cards.ts` measures: takes servers as JSON, each with its text channel. */
const places: readonly (readonly [string, string])[] = JSON.parse(await Bun.stdin.text())
/** Tracks that wait in each queue; the card's menu shows them. */
const QUEUED = 10
const CARDS_WITHIN_MS = 180_000

const { DISCORD_TOKEN = '', DISCORD_API_URL = '' } = process.env
const log = silentLog
const client = await logIn(createClient(DISCORD_API_URL), DISCORD_TOKEN, systemClock)
const { players, sounds } = playersOf(new Process(new Shared()))
const start = measured(`logged in to ${places.length} servers`, null)

for (const [id, text] of places) {
  const server = guildId(id)
  const tracks = Array.from({ length: 1 + QUEUED }, (_, number) =>
    track(`${id}-${number}`, {
      ...{ id: `${id}-${number}` as TrackId, title: `A song with a title, number ${number}` },
      artist: `Somebody who sings on ${id}`,
    }),
  )
  await players.open(server)
  const asked = { ...request({ textChannelId: channelId(text) }), requestId: id as RequestId }
  const playing = players.command(server, { kind: 'enqueue', tracks, place: 'end' }, asked)
  await Bun.sleep(0)
  sounds(server)
  await playing
}
const without = measured(`the same, and ${1 + QUEUED} tracks in each`, start)

const stored = new Map<string, StoredCard>()
const store = {
  load: async (server: string) => stored.get(server) ?? null,
  save: async (server: string, place: StoredCard | null) => {
    if (place === null) stored.delete(server)
    else stored.set(server, place)
  },
  left: async () => [],
}
const refusing = new RefusingChannels(client, systemClock)
const invalid = new InvalidRequests(client.rest, systemClock, log)
const messages = new CardMessages(client.rest, refusing, invalid, log)
const turns = new EditTurns(systemClock)
const library = { cover: async () => null }
const cards = new Cards({
  client,
  players,
  library,
  messages,
  store,
  turns,
  clock: systemClock,
  log,
})
for (const [id] of places) {
  const { current } = players.state(guildId(id))
  if (current === null) throw new Error(`nothing plays in ${id}`)
  const event = { kind: 'track_start', track: current.track, positionMs: 0, durationMs: 1 } as const
  cards.take({ guildId: guildId(id), number: 1, at: new Date(), event })
}
for (const since = performance.now(); stored.size < places.length; await Bun.sleep(200)) {
  if (performance.now() - since > CARDS_WITHIN_MS) throw new Error(`only ${stored.size} cards`)
}
measured('the same, and a card in each', without)
process.exit(0)

function playersOf(bot: Process) {
  return {
    players: bot.players,
    sounds: (server: ReturnType<typeof guildId>) => bot.sounds(server),
  }
}

/** Prints the memory after a collection. */
function measured(what: string, before: Memory | null): Memory {
  for (let i = 0; i < 3; i++) Bun.gc(true)
  const { rss, heapUsed } = process.memoryUsage()
  const mb = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MB`
  const more =
    before === null ? '' : `, ${mb(rss - before.rss)} and ${mb(heapUsed - before.heapUsed)} more`
  console.log(`${what}: ${mb(rss)} resident, ${mb(heapUsed)} of heap${more}`)
  return { rss, heapUsed }
}

interface Memory {
  readonly rss: number
  readonly heapUsed: number
}
