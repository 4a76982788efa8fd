import { createRequire } from 'node:module'

/** The exports of `native/`, with types generated from its Rust source. */
export type Addon = typeof import('../../../native/index.d.ts')

export type { Track, TrackEvent as RawTrackEvent, TrackOptions } from '../../../native/index.d.ts'

/** The addon, or why it's missing; then everything plays on the portable path. */
export type LoadedAddon =
  | { readonly addon: Addon; readonly reason: null }
  | { readonly addon: null; readonly reason: string }

/**
 * Loads the native engine that `script/build-native` leaves at native/segue.node. Never throws: a missing
 * or foreign binary is a reason to play without it. Calling it again costs a look-up.
 */
export function loadAddon(): LoadedAddon {
  const require = createRequire(import.meta.url)
  try {
    const addon: Addon = require('../../../native/segue.node')
    return { addon, reason: null }
  } catch (error) {
    return { addon: null, reason: error instanceof Error ? error.message : String(error) }
  }
}
