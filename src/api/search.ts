import { querySchema } from '../domain/schema/command.ts'
import { foundViewSchema } from '../domain/schema/view.ts'
import { type Endpoint, endpoint, fields } from '../http/endpoint.ts'
import { FINDING_ERRORS } from './errors.ts'
import { foundExample } from './examples.ts'
import type { QueuePlayers } from './ports.ts'

/**
 * Searches belong to a server: a key may be for one server only, and servers take turns at what
 * finds tracks.
 */
export function searchEndpoints(players: QueuePlayers): readonly Endpoint[] {
  return [
    endpoint({
      ...{ method: 'GET', path: '/search', scope: 'read' },
      summary: 'What a query finds: of words up to ten tracks, of which the first would be queued',
      query: fields({ query: querySchema }),
      answer: foundViewSchema,
      errors: FINDING_ERRORS,
      example: { query: { query: 'gymnopédie' }, answer: foundExample },
      run: ({ call: { guildId, ...asker }, query: { query } }) =>
        players.search(guildId, query, asker),
    }),
  ]
}
