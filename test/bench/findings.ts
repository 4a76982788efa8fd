import type { Lateness } from '../support/lateness.ts'
import type { BareLoops } from './bare-loops.ts'
import type { Window } from './window.ts'

/** Everything that one run measured; times in ms. */
export interface Findings {
  readonly idleMb: number
  readonly joining: readonly number[]
  readonly inChannel: readonly number[]
  readonly transcoding: readonly Window[]
  readonly passthrough: readonly Window[]
  readonly load: { readonly window: Window; readonly timer: Lateness }
  readonly startMs: readonly number[]
  readonly bare: BareLoops | null
}
