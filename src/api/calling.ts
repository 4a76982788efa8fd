import { channelIdSchema, userIdSchema } from '../domain/schema/schema.ts'
import { obeyedViewSchema } from '../domain/schema/view.ts'
import { type Endpoint, endpoint, fields } from '../http/endpoint.ts'
import { CALL_ERRORS, COMMAND_ERRORS, STARTING_ERRORS } from './errors.ts'
import { obeyedExample } from './examples.ts'
import type { QueuePlayers } from './ports.ts'

/** Where the bot is, and who leads the music there. */
export function callingEndpoints(players: QueuePlayers): readonly Endpoint[] {
  return [
    endpoint({
      ...{ method: 'POST', path: '/queue/join', scope: 'control' },
      summary: 'Call the bot into a voice channel',
      body: fields({ channelId: channelIdSchema }),
      answer: obeyedViewSchema,
      errors: [...CALL_ERRORS, ...STARTING_ERRORS],
      example: {
        body: { channelId: '197038439483310087' as never },
        answer: { ...obeyedExample, track: null },
      },
      run: ({ call: { guildId, ...asker }, body: { channelId } }) =>
        players.command(guildId, { kind: 'join' }, asker, channelId),
    }),
    endpoint({
      ...{ method: 'POST', path: '/queue/leave', scope: 'control' },
      summary: 'Send the bot out of its voice channel, and clear the queue',
      answer: obeyedViewSchema,
      errors: ['bot-not-in-voice', ...COMMAND_ERRORS],
      example: {
        answer: { ...obeyedExample, channelId: null, current: null, track: null, queueLength: 0 },
      },
      run: ({ call: { guildId, ...asker } }) => players.command(guildId, { kind: 'leave' }, asker),
    }),
    endpoint({
      ...{ method: 'PUT', path: '/queue/dj', scope: 'control' },
      summary: 'Hand the music to a member who listens',
      body: fields({ userId: userIdSchema }),
      answer: obeyedViewSchema,
      errors: ['dj-not-here', 'bot-not-in-voice', ...COMMAND_ERRORS],
      example: {
        body: { userId: '80351110224678912' as never },
        answer: { ...obeyedExample, track: null },
      },
      run: ({ call: { guildId, ...asker }, body: { userId } }) =>
        players.command(guildId, { kind: 'dj', userId }, asker),
    }),
  ]
}
