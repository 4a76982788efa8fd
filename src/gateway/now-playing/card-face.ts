import type { Current, PlayerState } from '../../domain/player/state.ts'
import { pictureIn } from '../../domain/said-picture.ts'
import type { Track } from '../../domain/track.ts'
import { cardView, overView } from '../views/card.ts'
import type { Attached, LayoutView, Shown } from '../views/view.ts'
import type { Words } from '../words/words.ts'
import type { CardPicture } from './card-picture.ts'
import { hasBegun } from './card-rules.ts'

/** What a card shows, and the file that goes with it. */
export interface Face {
  readonly shown: Shown
  readonly attached: Attached | null
  readonly digest: bigint
}

/** What one server's card shows of its player. */
export class CardFace {
  readonly #words: () => Words
  readonly #picture: CardPicture
  /** The last track that people heard. */
  #last: Track | null = null
  /** The picture that Discord refused last: its track goes without. */
  #refusedArtwork: string | null = null

  constructor(words: () => Words, picture: CardPicture) {
    this.#words = words
    this.#picture = picture
  }

  /** Remembers what people hear, for when it's over. */
  hear(state: PlayerState | null): void {
    const current = state?.current ?? null
    if (state !== null && current !== null && hasBegun(state, current)) this.#last = current.track
  }

  /** In the server's language. */
  of(state: PlayerState | null): Face {
    return this.#face(state, (track) => this.#picture.linkOf(track))
  }

  /** The same, of what the message has already: an answer to a press brings no file. */
  pressed(state: PlayerState | null): Face {
    return this.#face(state, (track) => this.#picture.shownLinkOf(track))
  }

  /** Discord refused the message: whether it will look different from now on, without the picture. */
  leaveArtwork(current: Current): boolean {
    const artworkUrl = this.#artworkOf(current, this.#picture.linkOf(current.track))
    if (artworkUrl === null) return false
    this.#refusedArtwork = artworkUrl
    return true
  }

  #face(state: PlayerState | null, fileOf: (track: Track) => string | null): Face {
    const current = state?.current ?? null
    const link = current && this.#artworkOf(current, fileOf(current.track))
    const { layout } = this.#view(state, current, link)(this.#words())
    const attached = this.#picture.attachedAs(link)
    return {
      shown: { layout, attached },
      attached,
      digest: BigInt(Bun.hash(JSON.stringify(layout))),
    }
  }

  #view(state: PlayerState | null, current: Current | null, link: string | null): LayoutView {
    return state === null || current === null
      ? overView(this.#last)
      : cardView(state, current, link)
  }

  /** What a station shows goes before its own picture. */
  #artworkOf({ track, said }: Current, fileLink: string | null): string | null {
    const links = [pictureIn(said), track.artworkUrl ?? fileLink]
    return links.find((link) => link !== null && link !== this.#refusedArtwork) ?? null
  }
}
