import type { Endpoint } from '../http/endpoint.ts'
import { callingEndpoints } from './calling.ts'
import type { QueuePlayers } from './ports.ts'
import { queueEndpoints } from './queue.ts'
import { searchEndpoints } from './search.ts'
import { tracksEndpoints } from './tracks.ts'

/** Everything that version 1 of the HTTP API can do. */
export function allEndpoints(players: QueuePlayers): readonly Endpoint[] {
  return [
    ...queueEndpoints(players),
    ...tracksEndpoints(players),
    ...callingEndpoints(players),
    ...searchEndpoints(players),
  ]
}

/** Says what the API is, for people who read its document. */
export const apiDescription = (perMinute: number): string =>
  `Controls the music of the servers that Segue is in. Each request needs a key in the X-API-Key header; make one with: bun run key create. A key may make ${perMinute} requests a minute.`
