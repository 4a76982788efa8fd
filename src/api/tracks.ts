import { Type } from '@sinclair/typebox'
import { commandSchemas, positionSchema, querySchema } from '../domain/schema/command.ts'
import { channelIdSchema, userIdSchema } from '../domain/schema/schema.ts'
import { enqueuedViewSchema, obeyedViewSchema } from '../domain/schema/view.ts'
import { type Endpoint, endpoint, fields } from '../http/endpoint.ts'
import {
  CALL_ERRORS,
  COMMAND_ERRORS,
  FINDING_ERRORS,
  RULE_ERRORS,
  STARTING_ERRORS,
} from './errors.ts'
import { enqueuedExample, obeyedExample } from './examples.ts'
import type { QueuePlayers } from './ports.ts'

/** The tracks of one server's queue. */
export function tracksEndpoints(players: QueuePlayers): readonly Endpoint[] {
  const { from, to } = commandSchemas.move.properties
  const { first, second } = commandSchemas.swap.properties
  return [
    endpoint({
      ...{ method: 'POST', path: '/queue/tracks', scope: 'control' },
      summary: 'Queue what a query finds',
      body: fields({
        query: querySchema,
        position: Type.Optional(positionSchema),
        channelId: Type.Optional(channelIdSchema),
        requestedBy: Type.Optional(userIdSchema),
      }),
      answer: enqueuedViewSchema,
      errors: [
        ...CALL_ERRORS,
        ...FINDING_ERRORS,
        ...STARTING_ERRORS,
        'bad-index',
        'queue-full',
        ...RULE_ERRORS,
      ],
      example: {
        body: { query: 'gymnopédie', position: 1, requestedBy: '80351110224678912' as never },
        answer: enqueuedExample,
      },
      run: ({ call: { guildId, ...asker }, body }) => {
        const { query, position = null, channelId = null, requestedBy = null } = body
        return players.enqueue(guildId, { query, position, channelId, requestedBy }, asker)
      },
    }),
    endpoint({
      ...{ method: 'DELETE', path: '/queue/tracks/:position', scope: 'control' },
      summary: 'Remove a track from the queue',
      params: fields({ position: positionSchema }),
      answer: obeyedViewSchema,
      errors: ['bad-index', 'queue-empty', ...COMMAND_ERRORS],
      example: { params: { position: 1 }, answer: obeyedExample },
      run: ({ call: { guildId, ...asker }, params: { position } }) =>
        players.command(guildId, { kind: 'remove', position }, asker),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/tracks/swap', scope: 'control' },
      summary: 'Let two tracks in the queue change places',
      body: fields({ first, second }),
      answer: obeyedViewSchema,
      errors: ['bad-index', 'track-gone', 'queue-empty', ...COMMAND_ERRORS],
      example: { body: { first: 1, second: 3 }, answer: obeyedExample },
      run: ({ call: { guildId, ...asker }, body }) =>
        players.command(guildId, { kind: 'swap', ...body }, asker),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/tracks/move', scope: 'control' },
      summary: 'Move a track in the queue',
      body: fields({ from, to }),
      answer: obeyedViewSchema,
      errors: ['bad-index', 'track-gone', 'queue-empty', ...COMMAND_ERRORS],
      example: { body: { from: 3, to: 1 }, answer: obeyedExample },
      run: ({ call: { guildId, ...asker }, body }) =>
        players.command(guildId, { kind: 'move', ...body }, asker),
    }),
  ]
}
