import { Type } from '@sinclair/typebox'
import type { UserId } from '../base/ids.ts'
import { SEARCH_PLACES } from '../base/search-places.ts'
import type { RemoteCommand } from '../domain/command.ts'
import { commandSchemas, positionSchema, querySchema } from '../domain/schema/command.ts'
import { channelIdSchema, oneOf, userIdSchema } from '../domain/schema/schema.ts'
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

type Removed =
  | { readonly from: number; readonly to: number }
  | { readonly by: UserId }
  | { readonly duplicates: true }
  | { readonly absent: true }

function removalOf(body: Removed): RemoteCommand {
  if ('from' in body) return { kind: 'remove-range', from: body.from, to: body.to }
  if ('by' in body) return { kind: 'remove-by', userId: body.by }
  return { kind: 'duplicates' in body ? 'remove-duplicates' : 'remove-absent' }
}

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
        next: Type.Optional(Type.Boolean({ description: 'Right after the current track.' })),
        now: Type.Optional(
          Type.Boolean({ description: 'In place of the current track, whatever else is said.' }),
        ),
        shuffle: Type.Optional(Type.Boolean({ description: 'Queues a list in random order.' })),
        source: Type.Optional(oneOf(SEARCH_PLACES, { description: 'Where words are looked for.' })),
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
        const { next = false, channelId = null, requestedBy = null, ...wanted } = body
        const position = next ? 1 : (body.position ?? null)
        return players.enqueue(guildId, { ...wanted, position, channelId, requestedBy }, asker)
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
      ...{ method: 'POST', path: '/queue/tracks/remove', scope: 'control' },
      summary:
        'Remove a stretch, a member’s tracks, what’s there twice, or those of members who left',
      body: Type.Union([
        fields({ from: positionSchema, to: positionSchema }),
        fields({ by: userIdSchema }),
        fields({ duplicates: Type.Literal(true) }),
        fields({ absent: Type.Literal(true) }),
      ]),
      answer: obeyedViewSchema,
      errors: ['bad-index', 'queue-empty', 'nothing-to-remove', ...COMMAND_ERRORS],
      example: { body: { from: 2, to: 5 }, answer: { ...obeyedExample, track: null } },
      run: ({ call: { guildId, ...asker }, body }) =>
        players.command(guildId, removalOf(body), asker),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/tracks/wrong', scope: 'control' },
      summary: 'Put the next match in the place of a track that isn’t what was meant',
      body: fields({ position: Type.Optional(positionSchema) }),
      answer: obeyedViewSchema,
      errors: [
        ...(['no-words', 'no-other-match', 'track-gone'] as const),
        ...(['bad-index', 'queue-empty', 'nothing-playing'] as const),
        ...FINDING_ERRORS,
        ...STARTING_ERRORS,
        ...RULE_ERRORS,
      ],
      example: { body: { position: 2 }, answer: obeyedExample },
      run: ({ call: { guildId, ...asker }, body: { position = null } }) =>
        players.wrong(guildId, position, asker),
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
