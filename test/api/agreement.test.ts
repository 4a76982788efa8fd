import { describe, expect, test } from 'bun:test'
import { allEndpoints } from '../../src/api/endpoints.ts'
import { codeOf, type ErrorCode } from '../../src/base/error.ts'
import { roleId } from '../../src/base/ids.ts'
import { MemoryBus } from '../../src/bus/memory-bus.ts'
import type { Command, MemberRequest } from '../../src/domain/command.ts'
import { actionOf } from '../../src/domain/policy/action.ts'
import type { Actor, Member } from '../../src/domain/policy/actor.ts'
import { decide } from '../../src/domain/policy/decide.ts'
import { seededRandom } from '../../src/domain/random.ts'
import { DJ_ONLY } from '../../src/domain/schema/settings.ts'
import { RemotePlayers } from '../../src/fleet/remote.ts'
import { ServedPlayers } from '../../src/fleet/served.ts'
import { slashCommands } from '../../src/gateway/commands/list.ts'
import { cardComponents } from '../../src/gateway/components/card.ts'
import { components } from '../../src/gateway/components/list.ts'
import { attic, guild, lounge, request, track } from '../domain/player/sample.ts'
import { Process, Shared } from '../player/fleet.ts'
import { settled } from '../player/stage.ts'
import { noAccounts } from '../support/no-accounts.ts'
import { ann, bob, WAYS } from './ways.ts'

const DJS = roleId('40')

/** What the rules refuse with; all else is what makes no sense just then. */
const POLICY: readonly ErrorCode[] = [
  ...(['missing-scope', 'caller-not-in-voice', 'caller-elsewhere', 'dj-only'] as const),
  ...(['text-channel-refused', 'voice-channel-refused'] as const),
]

const random = seededRandom(11)
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T

/** Ann's track plays, and theirs follow; the server has set something. */
async function anyServer(): Promise<Process> {
  const bot = new Process(new Shared())
  const host = { permissions: ['manage-server'] as const }
  const enqueue = (id: string, by: Member['userId']): Command => ({
    ...{ kind: 'enqueue', tracks: [track(id, { requestedBy: by })], place: 'end' },
  })
  for (const [id, by] of [
    ['a', pick([ann, bob])],
    ['b', pick([ann, bob])],
    ['c', pick([ann, bob])],
  ] as const)
    if (id !== 'a' || random() < 0.9) await bot.command(enqueue(id, by))
  await bot.players.changeSettings(
    guild,
    {
      djOnly: pick(DJ_ONLY),
      voteSkipPercent: pick([0, 50]),
      djRoleId: pick([null, DJS]),
      fairOrder: pick([true, false]),
      voiceChannelIds: pick([[], [attic.channelId]]),
      textChannelIds: pick([[], [lounge.channelId]]),
    },
    request(host).actor,
  )
  return bot
}

const anyMember = (): MemberRequest => {
  const { channelId } = pick([lounge, lounge, lounge, attic])
  return request({
    userId: pick([ann, bob]),
    roleIds: pick([[], [], [DJS]]),
    permissions: pick([[], [], ['manage-server'] as const]),
    voiceChannelId: pick([channelId, channelId, channelId, null]),
  }) as MemberRequest
}

/** What came of it, as far as the rules say: allowed, a vote, or the code of a refusal. */
async function verdictOf(bot: Process, work: () => Promise<unknown>): Promise<string> {
  const before = bot.players.state(guild).vote
  const done = work().then(
    () => 'allow',
    (error: unknown) => codeOf(error),
  )
  await settled()
  bot.sounds()
  const code = await done
  if (bot.players.state(guild).vote !== before && code === 'allow') return 'vote'
  return POLICY.some((known) => known === code) ? code : 'allow'
}

function expected(command: Command, actor: Actor, bot: Process): string {
  const state = bot.players.state(guild)
  const decision = decide(actionOf(command, actor, state), actor, state)
  return decision.verdict === 'deny' ? decision.code : decision.verdict
}

function callOf(bot: Process, member: MemberRequest) {
  const { players, library, matches } = bot.served
  const nobody = null as never
  return {
    ...{ guildId: guild, request: () => member, players, library, matches, playlists: nobody },
    accounts: noAccounts,
    ...{ direct: async () => true, owner: nobody, historyDays: 30, messageContent: false },
    signal: new AbortController().signal,
  }
}

function type(
  bot: Process,
  member: MemberRequest,
  name: string,
  given: Readonly<Record<string, unknown>>,
) {
  const command = slashCommands.find(({ form }) => form.name === name)
  if (command === undefined) throw new Error(`no command ${name}`)
  const value = (option: string) => (given[option] ?? null) as never
  const options = {
    subcommand: value('subcommand'),
    text: value,
    integer: value,
    number: value,
    flag: value,
    file: value,
    id: value,
  }
  return command.run({ ...callOf(bot, member), options })
}

function press(bot: Process, member: MemberRequest, action: string, args: readonly string[]) {
  const cards = { pressed: async () => null, unshown: () => {} }
  const component = [...components, ...cardComponents(cards)].find((one) => one.action === action)
  if (component === undefined) throw new Error(`no component ${action}`)
  const { current, upcoming } = bot.players.state(guild)
  const named = args.map((arg) =>
    arg === 'CURRENT'
      ? String(current?.track.id)
      : arg === 'SECOND'
        ? String(upcoming[1]?.id)
        : arg,
  )
  const messageId = '1' as never
  return component.run({ ...callOf(bot, member), messageId, args: named, values: named })
}

async function ask(
  bot: Process,
  scopes: readonly string[],
  path: string,
  given: Readonly<Record<string, unknown>>,
) {
  const { clock } = bot.served
  const leases = { holder: async () => null }
  const servers = { has: () => true }
  const here = new ServedPlayers({ ...bot.served, servers, leases, processId: 'p' })
  const remote = new RemotePlayers({ bus: new MemoryBus(clock), leases, here })
  const endpoint = allEndpoints(remote).find((one) =>
    path.startsWith('/')
      ? one.path === path && one.method !== 'GET'
      : `${one.method} ${one.path}` === path,
  )
  if (endpoint === undefined) throw new Error(`no endpoint ${path}`)
  // The door asks for this scope, so the rules have to refuse whoever lacks it.
  if (!scopes.includes(endpoint.scope)) expect(endpoint.scope).toBe('control')
  const call = { guildId: guild, requestId: 'r', keyId: 'k', scopes }
  return await endpoint.run({ call, params: given, query: {}, body: given } as never)
}

const KINDS = Object.keys(WAYS) as Command['kind'][]

describe('whatever a server has set and plays, all ways agree with the rules', () => {
  test.each(KINDS)('%s', async (kind) => {
    const seen = new Set<string>()
    for (let round = 0; round < 24; round++) {
      const { command, typed, pressed = [], called } = pick(WAYS[kind])
      const member = anyMember()
      const scopes = pick([['read', 'control'], ['control'], ['read'], []])
      const channel = kind === 'join' ? lounge.channelId : null
      const key = { kind: 'key', keyId: 'k', scopes, voiceChannelId: channel } as Actor
      const isSame = (what: string, verdict: string, wanted: string) => {
        seen.add(`${what.split(' ')[0]} ${wanted}`)
        expect(`${what}: ${verdict}`).toBe(`${what}: ${wanted}`)
      }
      for (const [name, options = {}] of typed) {
        const bot = await anyServer()
        const wanted = expected(command, member.actor, bot)
        isSame(`/${name}`, await verdictOf(bot, () => type(bot, member, name, options)), wanted)
      }
      for (const [action, ...args] of pressed) {
        const bot = await anyServer()
        const wanted = expected(command, member.actor, bot)
        isSame(action, await verdictOf(bot, () => press(bot, member, action, args)), wanted)
      }
      for (const [path, given = {}] of called) {
        const bot = await anyServer()
        const wanted = expected(command, key, bot)
        isSame(path, await verdictOf(bot, () => ask(bot, scopes, path, given)), wanted)
      }
    }
    // Each way was open to some and closed to others.
    for (const one of [...new Set([...seen].map((line) => line.split(' ')[0]))])
      expect([...seen].filter((line) => line.startsWith(`${one} `)).length, one).toBeGreaterThan(1)
  })
})
