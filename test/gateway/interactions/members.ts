import { Events as ClientEvents, type Interaction, type Message } from 'discord.js'
import { SegueError } from '../../../src/base/error.ts'
import { MemoryRateLimit } from '../../../src/cache/memory-rate-limit.ts'
import { createClient } from '../../../src/gateway/client.ts'
import { commandData } from '../../../src/gateway/commands/data.ts'
import { Arrivals } from '../../../src/gateway/interactions/arrivals.ts'
import { Router } from '../../../src/gateway/interactions/router.ts'
import type { Handlers } from '../../../src/gateway/interactions/table.ts'
import { logIn } from '../../../src/gateway/login.ts'
import { Events } from '../../../src/observability/events.ts'
import { silentLog } from '../../../src/observability/log.ts'
import type { Library } from '../../../src/player/ports.ts'
import { LocalDiscord, type Member } from '../../discord/local-discord.ts'
import { ManualClock } from '../../discord/manual-clock.ts'
import { until } from '../../discord/until.ts'
import { Process, Shared } from '../../player/fleet.ts'
import { matchesOf } from '../../support/matches.ts'
import { noAccounts } from '../../support/no-accounts.ts'
import { noPlaylists } from '../../support/no-playlists.ts'

/**
 * A bot whose router serves `handlers`, in a server where alice is; time stands until a test moves it.
 * `ageMs`: how long Discord took to hand over the interaction that comes now.
 */
export async function membersOf(handlers: Partial<Handlers>, ageMs = () => 0) {
  const clock = new ManualClock(0)
  const discord = await LocalDiscord.start({ clock })
  const guild = discord.createGuild()
  const text = guild.createTextChannel('music')
  const client = await logIn(createClient(discord.apiUrl), discord.token, clock)
  const all: Handlers = { commands: [], menus: [], components: [], modals: [], ...handlers }
  await client.application.commands.set([
    ...all.commands.map(({ form }) => commandData(form)),
    ...all.menus.map(({ name }) => ({ type: 3, name })),
  ])
  const shared = new Shared()
  const { players } = new Process(shared)
  const refusals: string[] = []
  const log = { ...silentLog, warn: (message: string) => void refusals.push(message) }
  let createdAtMs = 0
  const library: Library = {
    find: () => Promise.reject(new Error('nobody looks for anything')),
    search: () => Promise.reject(new Error('nobody looks for anything')),
    findAttachment: () => Promise.reject(new Error('nobody looks for anything')),
    queryFor: () => null,
    suggestWords: () => Promise.resolve([]),
    stations: () => Promise.resolve([]),
    station: () => Promise.resolve(null),
    suggest: () => Promise.resolve([]),
    lyrics: () => Promise.reject(new SegueError('no-lyrics')),
    cover: () => Promise.resolve(null),
    open: () => Promise.reject(new Error('nobody opens anything')),
  }
  const router = new Router({
    ...{ handlers: all, players, library, clock, log },
    matches: matchesOf(library, clock),
    playlists: noPlaylists,
    accounts: noAccounts,
    ownTracks: { of: () => Promise.resolve({ favorites: [], recent: [] }) },
    ownerIds: [],
    owner: {
      announce: async () => 0,
      servers: () => [],
      leave: () => Promise.reject(new SegueError('unknown-server')),
      reload: async () => null,
      sources: () => [],
    },
    rateLimit: new MemoryRateLimit(clock),
    arrivals: new Arrivals(clock, () => createdAtMs + ageMs()),
    historyDays: 90,
    messageContent: false,
    mayAnswer: () => true,
    events: new Events(log),
    signal: new AbortController().signal,
  })
  let arrived = 0
  client.on(ClientEvents.InteractionCreate, (interaction: Interaction) => {
    createdAtMs = interaction.createdTimestamp
    void router.handle(interaction)
    arrived++
  })
  /** Resolves when so many interactions have come since the start. */
  const came = (count: number) => until(() => arrived >= count, 'the interaction')
  /** A message of the bot's with these components, as it stands in the channel. */
  const posts = async (components: readonly object[]) => {
    const route = `/channels/${text.id}/messages` as const
    const body = { content: 'here', components: [{ type: 1, components }] }
    const { id } = (await client.rest.post(route, { body })) as Message
    return discord.waitForMessage(text, (message) => message.id === id)
  }
  const alice: Member = guild.createMember('alice')
  const dispose = async () => {
    await router.settled()
    await client.destroy()
    await discord[Symbol.asyncDispose]()
  }
  return {
    ...{ clock, discord, guild, text, alice, shared, router, refusals, came, posts },
    [Symbol.asyncDispose]: dispose,
  }
}
