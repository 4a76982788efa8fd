import { userId } from '../../src/base/ids.ts'
import type { Command } from '../../src/domain/command.ts'
import type { Member } from '../../src/domain/policy/actor.ts'
import { lounge, track } from '../domain/player/sample.ts'

/**
 * How something can be done: by a command with options, a component with arguments, or an endpoint, by
 * its path (that which changes something, the first of them) or its method and path.
 */
export interface Ways {
  /** What the rules are asked about. */
  readonly command: Command
  readonly typed: readonly [name: string, options?: Readonly<Record<string, unknown>>][]
  readonly pressed?: readonly [action: string, ...args: string[]][]
  readonly called: readonly [endpoint: string, given?: Readonly<Record<string, unknown>>][]
}

export const [ann, bob] = ['30', '31'].map(userId) as [Member['userId'], Member['userId']]
/** Each kind of command; whoever adds one says here by which ways it's done. */
export const WAYS: { readonly [Kind in Command['kind']]: readonly Ways[] } = {
  enqueue: (['end', 1, 'now'] as const).map((place) => ({
    command: { kind: 'enqueue', tracks: [track('new')], place },
    typed: [['play', { query: 'new', next: place === 1, now: place === 'now' }]],
    called: [['/queue/tracks', { query: 'new', next: place === 1, now: place === 'now' }]],
  })),
  join: [
    {
      command: { kind: 'join' },
      typed: [['join']],
      called: [['/queue/join', { channelId: lounge.channelId }]],
    },
  ],
  leave: [{ command: { kind: 'leave' }, typed: [['leave']], called: [['/queue/leave']] }],
  dj: [
    {
      command: { kind: 'dj', userId: bob },
      typed: [['dj', { member: bob }]],
      called: [['/queue/dj', { userId: bob }]],
    },
  ],
  pause: [
    {
      command: { kind: 'pause' },
      typed: [['pause']],
      pressed: [
        ['pause', 'en-US'],
        ['card-pause', 'CURRENT'],
      ],
      called: [['/queue/pause']],
    },
  ],
  resume: [
    {
      command: { kind: 'resume' },
      typed: [['resume']],
      pressed: [
        ['resume', 'en-US'],
        ['card-resume', 'CURRENT'],
      ],
      called: [['/queue/resume']],
    },
  ],
  stop: [
    {
      command: { kind: 'stop' },
      typed: [['stop']],
      pressed: [['card-stop', 'CURRENT']],
      called: [['/queue/stop']],
    },
  ],
  clear: [
    {
      command: { kind: 'clear' },
      typed: [['clear']],
      pressed: [['card-clear']],
      called: [['/queue/clear']],
    },
  ],
  skip: [
    {
      command: { kind: 'skip', count: 1 },
      typed: [['skip'], ['voteskip']],
      pressed: [['card-skip', 'CURRENT']],
      called: [['/queue/skip', {}]],
    },
    {
      command: { kind: 'skip', count: 2 },
      typed: [['skip', { count: 2 }]],
      called: [['/queue/skip', { count: 2 }]],
    },
  ],
  seek: [
    {
      command: { kind: 'seek', target: { kind: 'by', ms: 10_000 } },
      typed: [['seek', { position: '+10' }]],
      pressed: [['card-seek', 'CURRENT', '10000']],
      called: [['/queue/seek', { offsetMs: 10_000 }]],
    },
  ],
  volume: [
    {
      command: { kind: 'volume', volume: 50 },
      typed: [['volume', { percent: 50 }]],
      called: [['/queue/volume', { volume: 50 }]],
    },
  ],
  'volume-by': [
    {
      command: { kind: 'volume-by', percent: 10 },
      typed: [['volume', { percent: 50 }]],
      pressed: [['card-volume', '10']],
      called: [['/queue/volume', { volume: 50 }]],
    },
  ],
  mute: [
    {
      command: { kind: 'mute', muted: true },
      typed: [['volume', { percent: 0 }]],
      pressed: [['card-mute'], ['card-unmute']],
      called: [['/queue/volume', { volume: 0 }]],
    },
  ],
  filters: [
    {
      command: { kind: 'filters', filters: {} },
      typed: [['filters', { subcommand: 'off' }]],
      pressed: [['filters-off']],
      called: [['/queue/filters', { filters: {} }], ['DELETE /queue/filters']],
    },
  ],
  filter: [
    {
      command: { kind: 'filter', change: { kind: 'preset', preset: '8d', strength: 50 } },
      typed: [
        ['filters', { subcommand: 'preset', name: '8d', strength: '50' }],
        ['speed', { times: 2 }],
        ['pitch', { times: 2 }],
      ],
      pressed: [
        ['filter-preset', '8d'],
        ['filter-on', '8d'],
        ['filter-off', '8d'],
        ['filter-strength', '50'],
        ['filter-speed', '0.05'],
        ['filter-pitch', '0.05'],
        ['filter-gain', '3', '0.05'],
        ['filter-flat'],
      ],
      called: [['/queue/filters', { preset: '8d', strength: 50 }]],
    },
  ],
  loop: [
    {
      command: { kind: 'loop', loop: 'queue' },
      typed: [['loop', { mode: 'queue' }]],
      pressed: [['card-loop', 'queue']],
      called: [['/queue/loop', { loop: 'queue' }]],
    },
  ],
  autoplay: [
    {
      command: { kind: 'autoplay', mode: 'mixed' },
      typed: [['autoplay', { mode: 'mixed' }]],
      pressed: [['card-autoplay', 'mixed']],
      called: [['/queue/autoplay', { mode: 'mixed' }]],
    },
  ],
  previous: [
    {
      command: { kind: 'previous' },
      typed: [['previous']],
      pressed: [['card-previous', 'CURRENT']],
      called: [['/queue/previous']],
    },
  ],
  replay: [{ command: { kind: 'replay' }, typed: [['replay']], called: [['/queue/replay']] }],
  undo: [{ command: { kind: 'undo' }, typed: [['undo']], called: [['/queue/undo']] }],
  jump: [
    {
      command: { kind: 'jump', to: 2 },
      typed: [['jump', { position: 2 }]],
      pressed: [['card-jump', 'SECOND']],
      called: [['/queue/jump', { to: 2 }]],
    },
  ],
  remove: [1, 2].map((position) => ({
    command: { kind: 'remove', position },
    typed: [['remove', { position: String(position) }]],
    called: [['/queue/tracks/:position', { position }]],
  })),
  'remove-range': [
    {
      command: { kind: 'remove-range', from: 1, to: 2 },
      typed: [['remove', { position: '1-2' }]],
      called: [['/queue/tracks/remove', { from: 1, to: 2 }]],
    },
  ],
  'remove-by': [ann, bob].map((by) => ({
    command: { kind: 'remove-by', userId: by },
    typed: [['remove', { by }]],
    called: [['/queue/tracks/remove', { by }]],
  })),
  'remove-duplicates': [
    {
      command: { kind: 'remove-duplicates' },
      typed: [['remove', { duplicates: true }]],
      called: [['/queue/tracks/remove', { duplicates: true }]],
    },
  ],
  'remove-absent': [
    {
      command: { kind: 'remove-absent' },
      typed: [['remove', { absent: true }]],
      called: [['/queue/tracks/remove', { absent: true }]],
    },
  ],
  move: [
    {
      command: { kind: 'move', from: 2, to: 1 },
      typed: [['move', { from: 2, to: 1 }]],
      called: [['/queue/tracks/move', { from: 2, to: 1 }]],
    },
  ],
  swap: [
    {
      command: { kind: 'swap', first: 1, second: 2 },
      typed: [['swap', { first: 1, second: 2 }]],
      called: [['/queue/tracks/swap', { first: 1, second: 2 }]],
    },
  ],
  wrong: [
    {
      command: { kind: 'wrong', id: track('b').id, track: track('new') },
      typed: [['wrong', { position: 1 }]],
      called: [['/queue/tracks/wrong', { position: 1 }]],
    },
  ],
  shuffle: [
    {
      command: { kind: 'shuffle', seed: 1 },
      typed: [['shuffle']],
      pressed: [['card-shuffle']],
      called: [['/queue/shuffle']],
    },
  ],
}
