import type { Clock } from '../../base/clock.ts'
import type { GuildId, MessageId, TrackId } from '../../base/ids.ts'
import type { Current, PlayerState } from '../../domain/player/state.ts'
import { waitOf } from '../../domain/player/waiting.ts'
import type { Track } from '../../domain/track.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { CardPlace, CardStore } from '../ports.ts'
import { cardView, isSounding, movedView, overView } from '../views/card.ts'
import type { Shown, View } from '../views/view.ts'
import type { Words } from '../words/words.ts'
import type { CardMessages } from './card-messages.ts'
import type { EditTurns } from './edit-turns.ts'

/** A card changes at most this often by itself; whoever presses a button sees the effect at once. */
const EDIT_EVERY_MS = 5_000
/** How often a bar of twenty steps is redrawn: once a step, within these bounds. */
const STEPS = 20
const REDRAWN_AT_LEAST_MS = 30_000

export interface CardPorts {
  readonly messages: CardMessages
  readonly store: CardStore
  readonly turns: EditTurns
  readonly clock: Clock
  readonly log: Log
  /** Null: the server isn't this process's any more. */
  stateOf(guildId: GuildId): PlayerState | null
  /** The server's language. */
  wordsOf(guildId: GuildId): Words
  /** Nothing is left to do for this card. */
  done(guildId: GuildId): void
}

/**
 * One server's now-playing card: when it's posted, changed, moved and given up. One thing at a time;
 * what happens meanwhile is shown by the next change.
 */
export class Card {
  readonly #guildId: GuildId
  readonly #ports: CardPorts
  /** Undefined: not yet read from the store. */
  #place: CardPlace | null | undefined
  #isStored = true
  /** A digest of what the message shows; null: not known. */
  #shown: bigint | null = null
  /** The track that the message shows; null: none, or not known. */
  #showed: TrackId | null = null
  /** The last track that people heard. */
  #last: Track | null = null
  /** The track at which somebody deleted the card: it comes back with the next one. */
  #dismissedAt: TrackId | null = null
  /** The picture that Discord refused last: its track goes without. */
  #refusedArtwork: string | null = null
  #mayEditAtMs = Number.NEGATIVE_INFINITY
  /** What's to be shown: nothing new, a bar that moved, or what people wait to see. */
  #wanted: 'nothing' | 'calm' | 'urgent' = 'nothing'
  /** Whether it may have scrolled out of sight. */
  #mayBeBuried = false
  #isRunning = false
  #isEditing = false
  #isFailing = false
  #redraw: Disposable | null = null

  constructor(guildId: GuildId, ports: CardPorts) {
    this.#guildId = guildId
    this.#ports = ports
  }

  /** Something has happened that it may show. `isNewTrack`: then it's put where people see it. */
  touch({ isNewTrack = false } = {}): void {
    const state = this.#ports.stateOf(this.#guildId)
    const current = state?.current ?? null
    if (state !== null && current !== null && hasBegun(state, current)) this.#last = current.track
    this.#wanted = 'urgent'
    this.#mayBeBuried ||= isNewTrack
    void this.#run()
  }

  /**
   * What the pressed message shows from now on; null: what it already does. The press that asks is
   * answered with it, which changes the message.
   */
  async pressed(messageId: MessageId): Promise<View | null> {
    await this.#load()
    const state = this.#ports.stateOf(this.#guildId)
    // A card that was posted just before a crash is known to nobody else.
    if (this.#place === null && state?.textChannelId != null && state.current !== null) {
      this.#moveTo({ channelId: state.textChannelId, messageId })
    }
    if (this.#place?.messageId !== messageId) return movedView
    const view = this.#viewOf(state)
    const digest = this.#digestOf(view)
    if (digest === this.#shown) return null
    this.#shown = digest
    this.#showed = state?.current?.track.id ?? null
    // Nobody knows which of the two arrives last.
    if (this.#isEditing) this.#wanted = 'urgent'
    this.#mayEditAtMs = this.#ports.clock.now() + EDIT_EVERY_MS
    return () => view(this.#ports.wordsOf(this.#guildId))
  }

  /** The press couldn't be answered with what `pressed` told. */
  unshown(messageId: MessageId): void {
    if (this.#place?.messageId !== messageId) return
    this.#shown = null
    this.#wanted = 'urgent'
    void this.#run()
  }

  [Symbol.dispose](): void {
    this.#redraw?.[Symbol.dispose]()
    this.#wanted = 'nothing'
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    try {
      while (this.#wanted !== 'nothing') await this.#next()
      this.#isFailing = false
    } catch (error) {
      // The next thing that happens there tries again.
      this.#wanted = 'nothing'
      const fields = { guildId: this.#guildId, ...reasonOf(error) }
      if (!this.#isFailing) this.#ports.log.warn('couldn’t look after a now-playing card', fields)
      this.#isFailing = true
    } finally {
      this.#isRunning = false
    }
  }

  async #next(): Promise<void> {
    const { clock, turns } = this.#ports
    await this.#load()
    await pause(clock, this.#mayEditAtMs - clock.now())
    if (!this.#hasWork()) {
      this.#wanted = 'nothing'
      return
    }
    await turns.turn(this.#wanted === 'urgent')
    this.#wanted = 'nothing'
    await this.#refresh()
    await this.#store()
  }

  /** Whether anything would be asked of Discord, so that nobody's turn is taken for nothing. */
  #hasWork(): boolean {
    const state = this.#ports.stateOf(this.#guildId)
    this.#plan(state)
    if (state === null) {
      this.#ports.done(this.#guildId)
      return false
    }
    if (this.#place === null) return this.#mayPost(state)
    if (!hasCard(state)) return true
    return this.#mayBeBuried || this.#digestOf(this.#viewOf(state)) !== this.#shown
  }

  async #refresh(): Promise<void> {
    const state = this.#ports.stateOf(this.#guildId)
    if (state === null) return
    const { current } = state
    const place = this.#place ?? null
    if (place === null) await this.#post(state)
    else if (!hasCard(state)) await this.#remove(place)
    else if (current !== null && (await this.#isOutOfSight(place, state))) await this.#move(state)
    else await this.#edit(place, state)
    if (current === null) this.#mayBeBuried = false
  }

  async #post(state: PlayerState): Promise<void> {
    const { textChannelId, current } = state
    if (textChannelId === null || current === null || !this.#mayPost(state)) return
    const view = this.#viewOf(state)
    const place = await this.#ports.messages.post(textChannelId, this.#render(view))
    this.#mayEditAtMs = this.#ports.clock.now() + EDIT_EVERY_MS
    this.#mayBeBuried = false
    if (place === 'refused' && this.#leavesArtwork(current)) {
      this.#mayBeBuried = true
      return
    }
    if (place === 'refused' || place === 'failed') {
      this.#dismissedAt = current.track.id
      return
    }
    this.#moveTo(place)
    this.#shown = this.#digestOf(view)
    this.#showed = current.track.id
  }

  /** Posts it anew, below everything else, and deletes the old one: there's one card at any time. */
  async #move(state: PlayerState): Promise<void> {
    const before = this.#place
    this.#dismissedAt = null
    await this.#post(state)
    if (before != null && this.#place !== before) await this.#ports.messages.delete(before)
  }

  /** The server's admins want none. */
  async #remove(place: CardPlace): Promise<void> {
    await this.#ports.messages.delete(place)
    this.#moveTo(null)
  }

  async #edit(place: CardPlace, state: PlayerState): Promise<void> {
    const view = this.#viewOf(state)
    const digest = this.#digestOf(view)
    if (digest === this.#shown) return
    this.#shown = digest
    this.#isEditing = true
    const showed = this.#showed
    const edited = await this.#ports.messages.edit(place, this.#render(view))
    this.#isEditing = false
    // A press has changed the message meanwhile, before this or after it.
    if (this.#shown !== digest) this.#shown = null
    this.#mayEditAtMs = this.#ports.clock.now() + EDIT_EVERY_MS
    if (edited === 'failed' || edited === 'refused') this.#shown = null
    if (edited === 'refused' && state.current !== null) this.#leavesArtwork(state.current)
    if (edited === 'done') this.#showed = state.current?.track.id ?? null
    if (edited !== 'gone') return
    this.#moveTo(null)
    // It may have been deleted during the track before this one.
    this.#dismissedAt = showed
    if (this.#mayPost(state)) this.#wanted = 'urgent'
  }

  /** Whether the place isn't where people would look for it. Asked once for each track. */
  async #isOutOfSight(place: CardPlace, state: PlayerState): Promise<boolean> {
    if (!this.#mayBeBuried) return false
    this.#mayBeBuried = false
    if (state.textChannelId !== null && state.textChannelId !== place.channelId) return true
    return await this.#ports.messages.isBuried(place)
  }

  #mayPost(state: PlayerState): boolean {
    const { current, textChannelId } = state
    if (current === null || textChannelId === null || !hasCard(state)) return false
    return hasBegun(state, current) && current.track.id !== this.#dismissedAt
  }

  #viewOf(state: PlayerState | null): View {
    const current = state?.current ?? null
    if (state === null || current === null) return overView(this.#last)
    return cardView(state, current, this.#artworkOf(current.track))
  }

  #artworkOf({ artworkUrl }: Track): string | null {
    return artworkUrl === undefined || artworkUrl === this.#refusedArtwork ? null : artworkUrl
  }

  /** Discord refused the message: whether it's tried again, without the picture. */
  #leavesArtwork({ track }: Current): boolean {
    const artworkUrl = this.#artworkOf(track)
    if (artworkUrl === null) return false
    this.#refusedArtwork = artworkUrl
    this.#wanted = 'urgent'
    return true
  }

  #render = (view: View): Shown => view(this.#ports.wordsOf(this.#guildId))

  #digestOf = (view: View): bigint => BigInt(Bun.hash(JSON.stringify(this.#render(view))))

  #moveTo(place: CardPlace | null): void {
    this.#place = place
    this.#shown = null
    this.#isStored = false
    this.#dismissedAt = null
  }

  /** While it sounds, the bar moves. */
  #plan(state: PlayerState | null): void {
    this.#redraw?.[Symbol.dispose]()
    this.#redraw = null
    const current = state?.current ?? null
    if (state === null || current === null || !isSounding(state, current)) return
    if (current.track.live || !hasCard(state)) return
    const stepMs = (current.durationMs ?? Number.POSITIVE_INFINITY) / STEPS
    const waitMs = Math.min(REDRAWN_AT_LEAST_MS, Math.max(EDIT_EVERY_MS, stepMs))
    this.#redraw = this.#ports.clock.after(waitMs, () => {
      if (this.#wanted === 'nothing') this.#wanted = 'calm'
      void this.#run()
    })
  }

  async #load(): Promise<void> {
    if (this.#place !== undefined) return
    const stored = await this.#ports.store.load(this.#guildId)
    this.#place ??= stored
  }

  /** Tried again with the next change while the database is away. */
  async #store(): Promise<void> {
    if (this.#isStored || this.#place === undefined) return
    this.#isStored = true
    try {
      await this.#ports.store.save(this.#guildId, this.#place)
    } catch (error) {
      this.#isStored = false
      const fields = { guildId: this.#guildId, ...reasonOf(error) }
      this.#ports.log.warn('couldn’t store where the now-playing card is', fields)
    }
  }
}

/** Whether the server's admins want one. */
const hasCard = ({ settings }: PlayerState): boolean => settings.announcements === 'card'

/** Whether people have heard it, or wait to: what's still being opened may yet fail. */
function hasBegun(state: PlayerState, current: Current): boolean {
  return current.announced || waitOf(state) !== null
}

async function pause(clock: Clock, ms: number): Promise<void> {
  if (ms <= 0) return
  const { promise, resolve } = Promise.withResolvers<void>()
  clock.after(ms, resolve)
  await promise
}
