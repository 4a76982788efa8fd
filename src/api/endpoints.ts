import type { Endpoint } from '../http/endpoint.ts'
import type { QueuePlayers } from './ports.ts'
import { queueEndpoints } from './queue.ts'

/** Everything that version 1 of the HTTP API can do. */
export function allEndpoints(players: QueuePlayers): readonly Endpoint[] {
  return [...queueEndpoints(players)]
}
