import { Playlists } from '../../src/playlists/playlists.ts'
import type { PlaylistStore } from '../../src/playlists/ports.ts'
import { ManualClock } from '../discord/manual-clock.ts'

/** Playlists for a test in which nobody asks for one. */
export const noPlaylists = new Playlists(
  new Proxy({} as PlaylistStore, {
    get: (_store, method) => () => Promise.reject(new Error(`nobody calls ${String(method)}`)),
  }),
  new ManualClock(0),
  { read: () => Promise.reject(new Error('nobody reads a file')) },
)
