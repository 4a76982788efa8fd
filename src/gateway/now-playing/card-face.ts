import type { Current, PlayerState } from '../../domain/player/state.ts'
import type { Track } from '../../domain/track.ts'
import { cardView, overView } from '../views/card.ts'
import type { Shown, View } from '../views/view.ts'
import type { Words } from '../words/words.ts'
import { hasBegun } from './card-rules.ts'

/** What one server's card shows of its player. */
export class CardFace {
  readonly #words: () => Words
  /** The last track that people heard. */
  #last: Track | null = null
  /** The picture that Discord refused last: its track goes without. */
  #refusedArtwork: string | null = null

  constructor(words: () => Words) {
    this.#words = words
  }

  /** Remembers what people hear, for when it's over. */
  hear(state: PlayerState | null): void {
    const current = state?.current ?? null
    if (state !== null && current !== null && hasBegun(state, current)) this.#last = current.track
  }

  viewOf(state: PlayerState | null): View {
    const current = state?.current ?? null
    if (state === null || current === null) return overView(this.#last)
    return cardView(state, current, this.#artworkOf(current.track))
  }

  /** In the server's language. */
  render = (view: View): Shown => view(this.#words())

  digestOf = (view: View): bigint => BigInt(Bun.hash(JSON.stringify(this.render(view))))

  /** Discord refused the message: whether it will look different from now on, without the picture. */
  leaveArtwork({ track }: Current): boolean {
    const artworkUrl = this.#artworkOf(track)
    if (artworkUrl === null) return false
    this.#refusedArtwork = artworkUrl
    return true
  }

  #artworkOf({ artworkUrl }: Track): string | null {
    return artworkUrl === undefined || artworkUrl === this.#refusedArtwork ? null : artworkUrl
  }
}
