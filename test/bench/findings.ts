import type { Lateness } from '../support/lateness.ts'
import type { Machine } from './machine.ts'
import type { Series, Window } from './window.ts'

/** Everything that one run measured; times in ms. */
export interface Findings {
  /** At the beginning and at the end. */
  readonly machine: readonly [Machine, Machine]
  readonly complexity: number
  readonly idleMb: number
  readonly joining: readonly number[]
  readonly inChannel: readonly number[]
  readonly transcoding: readonly Series[]
  readonly passthrough: readonly Series[]
  readonly load: { readonly window: Window; readonly timer: Lateness }
  readonly startMs: readonly number[]
}
