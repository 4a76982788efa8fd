import { SegueError } from '../base/error.ts'
import type { FoundTrack, Named } from '../domain/track.ts'

/** Nothing fits well enough to play it unasked. */
export class UnsureMatch extends SegueError {
  /** What is looked for. */
  readonly named: Named
  /** What may be it, best first; never empty. */
  readonly choices: readonly FoundTrack[]

  constructor(named: Named, choices: readonly FoundTrack[]) {
    super('unsure-match')
    this.named = named
    this.choices = choices
  }
}
