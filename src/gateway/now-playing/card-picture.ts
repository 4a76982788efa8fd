import type { Clock } from '../../base/clock.ts'
import { within } from '../../base/within.ts'
import { COVER_ENDINGS, type Cover } from '../../domain/cover.ts'
import type { Track } from '../../domain/track.ts'
import type { Attached } from '../views/view.ts'

/** A card waits so long for the picture of what plays; one that comes later is shown with an edit. */
const PATIENCE_MS = 1_500
/** Whoever has pressed a button waits less. */
export const PRESSED_PATIENCE_MS = 300

export interface PicturePorts {
  readonly clock: Clock
  /** A track's picture where no link leads to one; null: none. Never rejects. */
  cover(track: Track, signal: AbortSignal): Promise<Cover | null>
  /** A picture has come that the card was shown without. */
  arrived(): void
}

/** A file that a message has, as its edits name it. */
type OnMessage = { readonly id: string; readonly name: string }

/**
 * The picture that a card's message carries as a file, since Discord can't fetch what lies on the
 * host's disk. It's uploaded once: edits only name it, and the bytes are dropped meanwhile.
 */
export class CardPicture {
  readonly #ports: PicturePorts
  /** Of which track the picture was asked for last. */
  #key: string | null = null
  #asked: { readonly abort: AbortController; readonly cover: Promise<void> } | null = null
  /** The file's name, which stands for its bytes; null: there's none, or it isn't there yet. */
  #name: string | null = null
  #bytes: Uint8Array | null = null
  #onMessage: OnMessage | null = null

  constructor(ports: PicturePorts) {
    this.#ports = ports
  }

  /** Asks for the picture of what plays unless it's known, and waits for it a moment. Never rejects. */
  async look(track: Track | null, patienceMs = PATIENCE_MS): Promise<void> {
    const key = keyOf(track)
    if (key !== this.#key) this.#ask(key, track)
    const { cover } = this.#asked ?? { cover: Promise.resolve() }
    const { clock, arrived } = this.#ports
    await within(clock, patienceMs, cover, () => {
      void cover.then(() => (key === this.#key && this.#name !== null ? arrived() : undefined))
    })
  }

  /** The same for another message, which doesn't have the file yet. */
  async lookAgain(track: Track): Promise<void> {
    this.#onMessage = null
    if (this.#name !== null && this.#bytes === null) this.#key = null
    await this.look(track)
  }

  /** What a message shows that track's picture by; null: there's none, or it isn't known. */
  linkOf(track: Track): string | null {
    return this.#name === null || keyOf(track) !== this.#key ? null : linkTo(this.#name)
  }

  /** The same if the message has it already. */
  shownLinkOf(track: Track): string | null {
    return this.#onMessage?.name === this.#name ? this.linkOf(track) : null
  }

  /** What the message carries with the picture that `link` names; null: nothing. */
  attachedAs(link: string | null): Attached | null {
    if (this.#name === null || link !== linkTo(this.#name)) return null
    if (this.#onMessage?.name === this.#name) return this.#onMessage
    return this.#bytes === null ? null : { name: this.#name, bytes: this.#bytes }
  }

  /** The message has taken what it was to carry; `fileId` is Discord's, null where it tells none. */
  taken(attached: Attached | null, fileId: string | null): void {
    if (attached !== null && 'id' in attached) return
    this.#onMessage = null
    if (attached !== null && fileId !== null) this.#onMessage = { id: fileId, name: attached.name }
    if (attached === null || attached.name !== this.#name) return
    this.#bytes = null
    // No edit could name it.
    if (fileId === null) this.#name = null
  }

  /** Whether the message doesn't have the file that it was to keep, so that it's uploaded anew. */
  lost(attached: Attached | null): boolean {
    if (attached === null || 'bytes' in attached) return false
    this.#onMessage = null
    this.#key = null
    return true
  }

  [Symbol.dispose](): void {
    this.#asked?.abort.abort()
    this.#bytes = null
  }

  #ask(key: string | null, track: Track | null): void {
    this.#asked?.abort.abort()
    this.#key = key
    this.#name = null
    this.#bytes = null
    this.#asked = null
    if (key === null || track === null) return
    const abort = new AbortController()
    const cover = this.#ports.cover(track, abort.signal).then((found) => {
      if (abort.signal.aborted || found === null) return
      this.#name = nameOf(found)
      // The next track of an album has the same one.
      if (this.#onMessage?.name !== this.#name) this.#bytes = found.bytes
    })
    this.#asked = { abort, cover }
  }
}

/** Null: a link leads to its picture, or nothing plays. */
function keyOf(track: Track | null): string | null {
  if (track === null || track.artworkUrl !== undefined) return null
  return `${track.source}:${track.locator}`
}

const linkTo = (name: string): string => `attachment://${name}`

const nameOf = ({ type, bytes }: Cover): string =>
  `cover-${Bun.hash(bytes).toString(36)}.${COVER_ENDINGS[type]}`
