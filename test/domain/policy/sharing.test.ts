import { expect, test } from 'bun:test'
import { channelId, roleId, type TrackId, userId } from '../../../src/base/ids.ts'
import type { Command } from '../../../src/domain/command.ts'
import type { QueueChange } from '../../../src/domain/player/past/past.ts'
import { freshState, type PlayerState } from '../../../src/domain/player/state.ts'
import { transition } from '../../../src/domain/player/transition.ts'
import { actionOf } from '../../../src/domain/policy/action.ts'
import type { KeyHolder, Member } from '../../../src/domain/policy/actor.ts'
import { type Decision, decide, isDj } from '../../../src/domain/policy/decide.ts'
import { DJ_ONLY } from '../../../src/domain/schema/settings.ts'
import { defaultSettings, type GuildSettings } from '../../../src/domain/settings.ts'
import { attic, lounge, playing, refusalOf, request, track } from '../player/sample.ts'

const [ann, bob, cid] = ['30', '31', '32'].map(userId) as [Member['userId'], never, never]
const DJS = roleId('40')

/** At least one of each kind: whoever adds a command adds it here. */
const BY_KIND: { readonly [Kind in Command['kind']]: readonly Extract<Command, { kind: Kind }>[] } =
  {
    enqueue: (['end', 'now', 1] as const).map((place) => ({
      ...{ kind: 'enqueue', tracks: [track('new')], place },
    })),
    join: [{ kind: 'join' }],
    leave: [{ kind: 'leave' }],
    dj: [{ kind: 'dj', userId: cid }],
    pause: [{ kind: 'pause' }],
    resume: [{ kind: 'resume' }],
    stop: [{ kind: 'stop' }],
    clear: [{ kind: 'clear' }],
    skip: [1, 2].map((count) => ({ kind: 'skip', count })),
    seek: [{ kind: 'seek', target: { kind: 'to', ms: 1_000 } }],
    volume: [{ kind: 'volume', volume: 50 }],
    'volume-by': [{ kind: 'volume-by', percent: 10 }],
    mute: [{ kind: 'mute', muted: true }],
    filters: [{ kind: 'filters', filters: {} }],
    filter: [{ kind: 'filter', change: { kind: 'speed', to: 2 } }],
    loop: [{ kind: 'loop', loop: 'queue' }],
    autoplay: [{ kind: 'autoplay', mode: 'off' }],
    previous: [{ kind: 'previous' }],
    undo: [{ kind: 'undo' }],
    replay: [{ kind: 'replay' }],
    jump: [{ kind: 'jump', to: 2 }],
    remove: [1, 'b' as TrackId].map((position) => ({ kind: 'remove', position })),
    'remove-by': [ann, bob].map((userId) => ({ kind: 'remove-by' as const, userId })),
    'remove-duplicates': [{ kind: 'remove-duplicates' }],
    'remove-absent': [{ kind: 'remove-absent' }],
    'remove-range': [{ kind: 'remove-range', from: 1, to: 2 }],
    move: [{ kind: 'move', from: 1, to: 2 }],
    swap: [{ kind: 'swap', first: 1, second: 2 }],
    wrong: ['a', 'b', 'c'].map((id) => ({
      ...{ kind: 'wrong', id: id as TrackId, track: track('new') },
    })),
    shuffle: [{ kind: 'shuffle', seed: 1 }],
  }
const COMMANDS: readonly Command[] = Object.values(BY_KIND).flat()

const ACTORS: readonly Member[] = [
  {},
  { roleIds: [DJS] },
  { permissions: ['manage-server'] as const },
  { voiceChannelId: null },
  { voiceChannelId: attic.channelId },
  { voiceChannelId: channelId('99'), roleIds: [DJS] },
].flatMap((fields) => [ann, bob].map((id) => request({ ...fields, userId: id }).actor as Member))

const SETTINGS: readonly GuildSettings[] = DJ_ONLY.flatMap((djOnly) =>
  [0, 50].flatMap((voteSkipPercent) =>
    [null, DJS].map((djRoleId) => ({ ...defaultSettings, djOnly, voteSkipPercent, djRoleId })),
  ),
)

/** Ann's track plays, bob's and ann's follow. */
const full: PlayerState = {
  ...playing('a').state,
  upcoming: [track('b', { requestedBy: bob }), track('c'), track('d', { requestedBy: bob })],
}
/** The last change that somebody made: bob's and ann's tracks came, or hers began. */
const changed = (change: Partial<QueueChange>): PlayerState => {
  const nothing = { behind: null, stretch: [], added: [], ended: null, began: null }
  const changes = [{ by: 'enqueue' as const, ...nothing, ...change }]
  return { ...full, listeners: [ann, bob, cid], past: { ...full.past, changes } }
}
const STATES: readonly PlayerState[] = [
  changed({ added: ['b' as TrackId, 'c' as TrackId] }),
  changed({ added: ['c' as TrackId] }),
  changed({ began: 'a' as TrackId }),
  changed({ by: 'shuffle' }),
  freshState(defaultSettings),
  ...[[], [ann], [ann, bob], [ann, bob, cid]].flatMap((listeners) => [
    { ...full, listeners },
    { ...full, listeners, djId: bob },
    { ...full, listeners, current: null },
    { ...full, listeners, upcoming: [] },
  ]),
]

/** Each of the commands, by each of the actors, in each of the states, with each of the settings. */
function* cases() {
  for (const command of COMMANDS)
    for (const actor of ACTORS)
      for (const state of STATES)
        for (const settings of SETTINGS) yield { command, actor, state: { ...state, settings } }
}

const key: KeyHolder = { kind: 'key', keyId: 'k', scopes: ['control'], voiceChannelId: null }

function obeyed(command: Command, actor: Member | KeyHolder, state: PlayerState) {
  const asked = { ...request(), actor }
  const { voiceChannelId } = actor
  const at = voiceChannelId === null ? state.voiceChannel : { ...lounge, channelId: voiceChannelId }
  return transition(state, { kind: 'command', command, request: asked, at }, 0)
}

test('the player obeys whoever the rules allow, refuses whoever they deny, and counts the others', () => {
  const seen = new Map<string, number>()
  const faults: unknown[] = []
  for (const { command, actor, state } of cases()) {
    const decision = decide(actionOf(command, actor, state), actor, state)
    seen.set(decision.verdict, (seen.get(decision.verdict) ?? 0) + 1)
    if (!isKept(decision, command, actor, state)) faults.push({ command, actor, decision })
  }
  expect(faults).toEqual([])
  expect([...seen.keys()].toSorted()).toEqual(['allow', 'deny', 'vote'])
  expect(Math.min(...seen.values())).toBeGreaterThan(20)
})

/** Whether the player does as was decided. */
function isKept(decision: Decision, command: Command, actor: Member, state: PlayerState): boolean {
  if (decision.verdict === 'vote') {
    const { vote } = obeyed(command, actor, state).state
    return vote?.voters.join() === actor.userId
  }
  const outcome = refusalOf(() => obeyed(command, actor, state))
  if (decision.verdict === 'deny') return outcome === decision.code
  return !['dj-only', 'caller-elsewhere', 'caller-not-in-voice'].includes(outcome)
}

test('a DJ is refused nothing that others may, and a key that may control nothing that a DJ may', () => {
  for (const { command, actor, state } of cases()) {
    const verdictOf = (who: Member | KeyHolder) =>
      decide(actionOf(command, who, state), who, state).verdict
    const asDj = verdictOf({ ...actor, permissions: ['manage-server'] })
    if (verdictOf(actor) === 'allow') expect(asDj).toBe('allow')
    if (asDj === 'allow') expect(verdictOf(key)).toBe('allow')
    expect(asDj).not.toBe('vote')
  }
})

test('where people vote or DJs lead, nobody else ends what others asked for, by whatever command', () => {
  for (const { command, actor, state } of cases()) {
    const { settings } = state
    const isGuarded = settings.djOnly !== 'off' || settings.voteSkipPercent > 0
    if (!isGuarded || isDj(actor, state)) continue
    const theirs = ({ current, upcoming }: PlayerState) =>
      [...(current === null ? [] : [current.track]), ...upcoming].filter(
        ({ requestedBy }) => requestedBy !== actor.userId,
      ).length
    if (refusalOf(() => obeyed(command, actor, state)) !== 'accepted') continue
    const after = obeyed(command, actor, state).state
    expect(theirs(after), `${command.kind} by ${actor.userId}`).toBeGreaterThanOrEqual(
      theirs(state),
    )
    const isTheirs = state.current?.track.requestedBy !== actor.userId
    if (isTheirs)
      expect(after.current?.track.id).toBe(state.current?.track.id ?? after.current?.track.id)
  }
})

test('what a DJ did is undone by no member, although the track that it began is theirs', () => {
  const led = {
    ...playing('a').state,
    settings: { ...defaultSettings, djOnly: 'control' as const },
  }
  const people = { listeners: [ann, bob, cid], djId: ann }
  const state = { ...led, ...people, upcoming: [track('x'), track('b', { requestedBy: bob })] }
  const dj = request({ userId: ann }).actor as Member
  const member = request({ userId: bob }).actor as Member
  const skipped = obeyed({ kind: 'skip', count: 2 }, dj, state).state
  expect(skipped.current?.track.id).toBe('b' as TrackId)
  expect(refusalOf(() => obeyed({ kind: 'undo' }, member, skipped))).toBe('dj-only')
  const mine: Command = {
    kind: 'enqueue',
    tracks: [track('n', { requestedBy: bob })],
    place: 'end',
  }
  const queued = obeyed(mine, member, state).state
  expect(obeyed({ kind: 'undo' }, member, queued).state.upcoming).toHaveLength(2)
})

test('where people take turns, nobody but a DJ puts a track before those of others', () => {
  const settings = { ...defaultSettings, fairOrder: true }
  const queued = [track('x'), track('b', { requestedBy: bob }), track('y')]
  const state = { ...playing('a').state, settings, upcoming: queued, listeners: [ann, bob, cid] }
  const led = { ...state, djId: ann }
  const member = request({ userId: bob }).actor as Member
  const tracks = [track('n', { requestedBy: bob })]
  const ahead: readonly Command[] = [
    { kind: 'enqueue', tracks, place: 1 },
    { kind: 'move', from: 2, to: 1 },
    { kind: 'swap', first: 1, second: 2 },
  ]
  for (const command of ahead) {
    expect(refusalOf(() => obeyed(command, member, led))).toBe('dj-only')
    expect(refusalOf(() => obeyed(command, request().actor as Member, led))).toBe('accepted')
    expect(refusalOf(() => obeyed(command, key, led))).toBe('accepted')
  }
  const own = { ...led, upcoming: queued.slice(1, 2) }
  expect(refusalOf(() => obeyed({ kind: 'move', from: 1, to: 1 }, member, own))).toBe('accepted')
  expect(refusalOf(() => obeyed({ kind: 'enqueue', tracks, place: 1 }, member, own))).toBe(
    'accepted',
  )
})

test.each([{ fairOrder: true }, { djOnly: 'control' }, { djOnly: 'everything' }] as const)(
  'with %j the end of one’s own track is no way to the front of the queue, and what comes next comes',
  (set) => {
    const queued = [track('b', { requestedBy: bob }), track('x'), track('c', { requestedBy: bob })]
    const current = full.current && { ...full.current, track: track('a', { requestedBy: bob }) }
    const people = { listeners: [ann, bob, cid], djId: ann }
    const settings = { ...defaultSettings, ...set }
    const state = { ...full, ...people, current, settings, upcoming: queued }
    const member = request({ userId: bob }).actor as Member
    const tracks = [track('n', { requestedBy: bob })]
    const ahead: readonly Command[] = [
      { kind: 'enqueue', tracks, place: 'now' },
      { kind: 'jump', to: 3 },
      { kind: 'jump', to: 'c' as TrackId },
    ]
    for (const command of ahead) {
      expect(refusalOf(() => obeyed(command, member, state))).toBe('dj-only')
      expect(refusalOf(() => obeyed(command, request().actor as Member, state))).toBe('accepted')
      expect(refusalOf(() => obeyed(command, key, state))).toBe('accepted')
    }
    for (const command of [
      { kind: 'jump', to: 1 },
      { kind: 'jump', to: 2 },
      { kind: 'skip', count: 1 },
    ] satisfies Command[])
      expect(refusalOf(() => obeyed(command, member, state))).toBe('accepted')
  },
)

test('where DJs lead, nobody else ends a list of others that’s still arriving', () => {
  const settings = { ...defaultSettings, djOnly: 'control' as const }
  const led = { ...playing('a').state, settings, listeners: [ann, bob, cid], djId: ann }
  const tracks = [track('n', { requestedBy: cid })]
  const member = (userId: Member['userId']) => request({ userId }).actor as Member
  const list: Command = { kind: 'enqueue', tracks, place: 'end', goesOn: true }
  const state = { ...obeyed(list, member(cid), led).state, current: null, upcoming: [] }
  expect(state.batches).toHaveLength(1)
  for (const kind of ['clear', 'stop', 'leave'] as const) {
    expect(
      refusalOf(() => obeyed({ kind }, member(bob), state)),
      kind,
    ).toBe('dj-only')
    expect(
      refusalOf(() => obeyed({ kind }, member(cid), state)),
      kind,
    ).toBe('accepted')
  }
})

test('where nothing is set, everybody in the channel may do everything but hand the music on', () => {
  for (const { command, actor, state } of cases()) {
    const open = { ...state, settings: defaultSettings }
    if (command.kind === 'dj' || actor.voiceChannelId !== lounge.channelId) continue
    const action = actionOf(command, actor, open)
    expect(decide(action, actor, open).verdict, command.kind).toBe('allow')
  }
})
