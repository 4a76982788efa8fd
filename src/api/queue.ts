import { Type } from '@sinclair/typebox'
import { newSeed } from '../base/new-seed.ts'
import type { RemoteCommand } from '../domain/command.ts'
import { filtersOf } from '../domain/filters.ts'
import {
  autoplayModeSchema,
  commandSchemas,
  DAY_MS,
  loopModeSchema,
  presetSchema,
  spotSchema,
  strengthSchema,
} from '../domain/schema/command.ts'
import { givenFiltersSchema, volumeSchema } from '../domain/schema/sound.ts'
import {
  filtersViewSchema,
  obeyedViewSchema,
  pageSchema,
  queueViewSchema,
} from '../domain/schema/view.ts'
import { noFilters } from '../domain/sound.ts'
import type { Call } from '../http/auth.ts'
import { type Endpoint, endpoint, fields } from '../http/endpoint.ts'
import { COMMAND_ERRORS, STARTING_ERRORS } from './errors.ts'
import { filtersExample, obeyedExample, queueExample } from './examples.ts'
import type { QueuePlayers } from './ports.ts'

/** One server's player: what it plays and what comes next. Each command's answer is the new state. */
export function queueEndpoints(players: QueuePlayers): readonly Endpoint[] {
  const obeyed = ({ guildId, ...asker }: Call, command: RemoteCommand) =>
    players.command(guildId, command, asker)
  return [
    endpoint({
      ...{ method: 'GET', path: '/queue', scope: 'read' },
      summary: 'What plays, and a page of what comes next',
      query: pageSchema,
      answer: queueViewSchema,
      errors: [],
      example: { query: { offset: 0, limit: 50 }, answer: queueExample },
      run: ({ call, query }) => players.queue(call.guildId, query),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/pause', scope: 'control' },
      summary: 'Pause',
      answer: obeyedViewSchema,
      errors: ['nothing-playing', ...COMMAND_ERRORS],
      example: { answer: { ...obeyedExample, paused: true } },
      run: ({ call }) => obeyed(call, { kind: 'pause' }),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/resume', scope: 'control' },
      summary: 'Go on after a pause, or with a queue that was kept',
      answer: obeyedViewSchema,
      errors: ['nothing-playing', 'bot-not-in-voice', ...STARTING_ERRORS],
      example: { answer: obeyedExample },
      run: ({ call }) => obeyed(call, { kind: 'resume' }),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/stop', scope: 'control' },
      summary: 'Stop, and clear the queue',
      answer: obeyedViewSchema,
      errors: ['nothing-playing', ...COMMAND_ERRORS],
      example: { answer: { ...obeyedExample, current: null, queueLength: 0 } },
      run: ({ call }) => obeyed(call, { kind: 'stop' }),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/clear', scope: 'control' },
      summary: 'Clear the queue; the current track keeps playing',
      answer: obeyedViewSchema,
      errors: ['queue-empty', ...COMMAND_ERRORS],
      example: { answer: { ...obeyedExample, queueLength: 0 } },
      run: ({ call }) => obeyed(call, { kind: 'clear' }),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/shuffle', scope: 'control' },
      summary: 'Shuffle the queue',
      answer: obeyedViewSchema,
      errors: ['queue-empty', ...COMMAND_ERRORS],
      example: { answer: obeyedExample },
      run: ({ call }) => obeyed(call, { kind: 'shuffle', seed: newSeed() }),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/skip', scope: 'control' },
      summary: 'Skip the current track, and more with a count',
      body: fields({ count: Type.Optional(commandSchemas.skip.properties.count) }),
      answer: obeyedViewSchema,
      errors: ['nothing-playing', 'bad-index', ...COMMAND_ERRORS],
      example: { body: { count: 1 }, answer: obeyedExample },
      run: ({ call, body: { count = 1 } }) => obeyed(call, { kind: 'skip', count }),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/previous', scope: 'control' },
      summary: 'Play what played before; the current track comes next',
      answer: obeyedViewSchema,
      errors: ['nothing-before', 'queue-full', 'bot-not-in-voice', ...STARTING_ERRORS],
      example: { answer: obeyedExample },
      run: ({ call }) => obeyed(call, { kind: 'previous' }),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/replay', scope: 'control' },
      summary: 'Play the current track from the start',
      answer: obeyedViewSchema,
      errors: ['nothing-before', 'queue-full', 'bot-not-in-voice', ...STARTING_ERRORS],
      example: { answer: obeyedExample },
      run: ({ call }) => obeyed(call, { kind: 'replay' }),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/jump', scope: 'control' },
      summary: 'Play a track of the queue now; the others stay queued',
      body: fields({ to: spotSchema }),
      answer: obeyedViewSchema,
      errors: ['bad-index', 'track-gone', 'queue-empty', 'bot-not-in-voice', ...STARTING_ERRORS],
      example: { body: { to: 3 }, answer: obeyedExample },
      run: ({ call, body: { to } }) => obeyed(call, { kind: 'jump', to }),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/undo', scope: 'control' },
      summary: 'Take back the last change of the queue, also a stop',
      answer: obeyedViewSchema,
      errors: ['nothing-to-undo', 'queue-full', ...COMMAND_ERRORS],
      example: { answer: obeyedExample },
      run: ({ call }) => obeyed(call, { kind: 'undo' }),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/seek', scope: 'control' },
      summary: 'Jump to a position in the current track, or by a distance',
      body: Type.Union([
        fields({ positionMs: Type.Integer({ minimum: 0, maximum: DAY_MS }) }),
        fields({ offsetMs: Type.Integer({ minimum: -DAY_MS, maximum: DAY_MS }) }),
      ]),
      answer: obeyedViewSchema,
      errors: ['nothing-playing', 'not-seekable', 'bad-position', ...COMMAND_ERRORS],
      example: { body: { positionMs: 42_000 }, answer: obeyedExample },
      run: ({ call, body }) =>
        obeyed(call, {
          kind: 'seek',
          target:
            'positionMs' in body
              ? { kind: 'to', ms: body.positionMs }
              : { kind: 'by', ms: body.offsetMs },
        }),
    }),
    endpoint({
      ...{ method: 'PUT', path: '/queue/volume', scope: 'control' },
      summary: 'Set the volume',
      body: fields({ volume: volumeSchema }),
      answer: obeyedViewSchema,
      errors: COMMAND_ERRORS,
      example: { body: { volume: 80 }, answer: { ...obeyedExample, volume: 80 } },
      run: ({ call, body: { volume } }) => obeyed(call, { kind: 'volume', volume }),
    }),
    endpoint({
      ...{ method: 'GET', path: '/queue/filters', scope: 'read' },
      summary: 'What filters do to the sound',
      answer: filtersViewSchema,
      errors: [],
      example: { answer: { filters: filtersExample } },
      run: async ({ call }) => {
        const { filters } = await players.queue(call.guildId, { offset: 0, limit: 1 })
        return { filters }
      },
    }),
    endpoint({
      ...{ method: 'PUT', path: '/queue/filters', scope: 'control' },
      summary: 'Set all filters at once, or turn on a preset beside what is on',
      body: Type.Union([
        fields({ filters: givenFiltersSchema }),
        fields({ preset: presetSchema, strength: Type.Optional(strengthSchema) }),
      ]),
      answer: obeyedViewSchema,
      errors: COMMAND_ERRORS,
      example: {
        body: { filters: { timescale: { speed: 1.25 } } },
        answer: { ...obeyedExample, filters: filtersExample },
      },
      run: ({ call, body }) => {
        if ('filters' in body) {
          return obeyed(call, { kind: 'filters', filters: filtersOf(body.filters) })
        }
        const { preset, strength = 100 } = body
        return obeyed(call, { kind: 'filter', change: { kind: 'preset', preset, strength } })
      },
    }),
    endpoint({
      ...{ method: 'DELETE', path: '/queue/filters', scope: 'control' },
      summary: 'Turn all filters off',
      answer: obeyedViewSchema,
      errors: COMMAND_ERRORS,
      example: { answer: obeyedExample },
      run: ({ call }) => obeyed(call, { kind: 'filters', filters: noFilters }),
    }),
    endpoint({
      ...{ method: 'PUT', path: '/queue/loop', scope: 'control' },
      summary: 'Loop the current track, the queue, or nothing',
      body: fields({ loop: loopModeSchema }),
      answer: obeyedViewSchema,
      errors: COMMAND_ERRORS,
      example: { body: { loop: 'queue' }, answer: { ...obeyedExample, loop: 'queue' } },
      run: ({ call, body: { loop } }) => obeyed(call, { kind: 'loop', loop }),
    }),
    endpoint({
      ...{ method: 'PUT', path: '/queue/autoplay', scope: 'control' },
      summary: 'Say what plays when the queue is empty',
      body: fields({ mode: autoplayModeSchema }),
      answer: obeyedViewSchema,
      errors: COMMAND_ERRORS,
      example: { body: { mode: 'similar' }, answer: { ...obeyedExample, autoplay: 'similar' } },
      run: ({ call, body: { mode } }) => obeyed(call, { kind: 'autoplay', mode }),
    }),
  ]
}
