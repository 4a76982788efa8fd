import { pause } from '../../base/clock.ts'
import type { GuildId, MessageId, TrackId } from '../../base/ids.ts'
import type { PlayerState } from '../../domain/player/state.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { CardPlace } from '../ports.ts'
import { movedView } from '../views/card.ts'
import type { View } from '../views/view.ts'
import { CardFace } from './card-face.ts'
import type { CardPorts } from './card-ports.ts'
import { CardRecord } from './card-record.ts'
import { EDIT_EVERY_MS, hasBegun, hasCard, redrawnAfterMs } from './card-rules.ts'

/**
 * One server's now-playing card: when it's posted, changed, moved and given up. One thing at a time;
 * what happens meanwhile is shown by the next change.
 */
export class Card {
  readonly #guildId: GuildId
  readonly #ports: CardPorts
  readonly #record: CardRecord
  readonly #face: CardFace
  /** A digest of what the message shows; null: not known. */
  #shown: bigint | null = null
  /** The track that the message shows; null: none, or not known. */
  #showed: TrackId | null = null
  /** The track at which somebody deleted the card: it comes back with the next one. */
  #dismissedAt: TrackId | null = null
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
    this.#record = new CardRecord(guildId, ports.store, ports.log)
    this.#face = new CardFace(() => ports.wordsOf(guildId))
  }

  /** Something has happened that it may show. `isNewTrack`: then it's put where people see it. */
  touch({ isNewTrack = false } = {}): void {
    this.#face.hear(this.#ports.stateOf(this.#guildId))
    this.#wanted = 'urgent'
    this.#mayBeBuried ||= isNewTrack
    void this.#run()
  }

  /** A crash may have left it as it was while music played. Nobody waits for that. */
  check(): void {
    if (this.#wanted === 'nothing') this.#wanted = 'calm'
    void this.#run()
  }

  /**
   * What the pressed message shows from now on; null: what it already does. The press that asks is
   * answered with it, which changes the message.
   */
  async pressed(messageId: MessageId): Promise<View | null> {
    await this.#record.load()
    const state = this.#ports.stateOf(this.#guildId)
    // A card that was posted just before a crash is known to nobody else.
    if (this.#record.place === null && state?.textChannelId != null && state.current !== null) {
      this.#moveTo({ channelId: state.textChannelId, messageId })
    }
    if (this.#record.place?.messageId !== messageId) return movedView
    const view = this.#face.viewOf(state)
    const digest = this.#face.digestOf(view)
    if (digest === this.#shown) return null
    this.#shown = digest
    this.#showed = state?.current?.track.id ?? null
    // Nobody knows which of the two arrives last.
    if (this.#isEditing) this.#wanted = 'urgent'
    this.#mayEditAtMs = this.#ports.clock.now() + EDIT_EVERY_MS
    return () => this.#face.render(view)
  }

  /** The press couldn't be answered with what `pressed` told. */
  unshown(messageId: MessageId): void {
    if (this.#record.place?.messageId !== messageId) return
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
    await this.#record.load()
    await pause(clock, this.#mayEditAtMs - clock.now())
    if (!this.#hasWork()) {
      this.#wanted = 'nothing'
      await this.#store()
      return
    }
    await turns.turn(this.#wanted === 'urgent')
    this.#wanted = 'nothing'
    // Before it shows what plays: a crash in between leaves a card that's looked at.
    await this.#store()
    await this.#refresh()
    await this.#store()
  }

  /** It's over once it shows that nothing plays, and as long as that's so. */
  async #store(): Promise<void> {
    const state = this.#ports.stateOf(this.#guildId)
    if (state === null) return
    const isOver = state.current === null && this.#shown !== null && this.#showed === null
    await this.#record.store(isOver)
  }

  /** Whether anything would be asked of Discord, so that nobody's turn is taken for nothing. */
  #hasWork(): boolean {
    const state = this.#ports.stateOf(this.#guildId)
    this.#plan(state)
    if (state === null) {
      this.#ports.done(this.#guildId)
      return false
    }
    if (this.#record.place === null) return this.#mayPost(state)
    if (!hasCard(state)) return true
    return this.#mayBeBuried || this.#face.digestOf(this.#face.viewOf(state)) !== this.#shown
  }

  async #refresh(): Promise<void> {
    const state = this.#ports.stateOf(this.#guildId)
    if (state === null) return
    const { current } = state
    const place = this.#record.place
    if (place === null) await this.#post(state)
    else if (!hasCard(state)) await this.#remove(place)
    else if (current !== null && (await this.#isOutOfSight(place, state))) await this.#move(state)
    else await this.#edit(place, state)
    if (current === null) this.#mayBeBuried = false
  }

  async #post(state: PlayerState): Promise<void> {
    const { textChannelId, current } = state
    if (textChannelId === null || current === null || !this.#mayPost(state)) return
    const view = this.#face.viewOf(state)
    const place = await this.#ports.messages.post(textChannelId, this.#face.render(view))
    this.#mayEditAtMs = this.#ports.clock.now() + EDIT_EVERY_MS
    this.#mayBeBuried = false
    if (place === 'refused' && this.#face.leaveArtwork(current)) {
      this.#mayBeBuried = true
      this.#wanted = 'urgent'
      return
    }
    if (place === 'refused' || place === 'failed') {
      this.#dismissedAt = current.track.id
      return
    }
    this.#moveTo(place)
    this.#shown = this.#face.digestOf(view)
    this.#showed = current.track.id
  }

  /** Posts it anew, below everything else, and deletes the old one: there's one card at any time. */
  async #move(state: PlayerState): Promise<void> {
    const before = this.#record.place
    this.#dismissedAt = null
    await this.#post(state)
    if (before !== null && this.#record.place !== before) await this.#ports.messages.delete(before)
  }

  /** The server's admins want none. */
  async #remove(place: CardPlace): Promise<void> {
    await this.#ports.messages.delete(place)
    this.#moveTo(null)
  }

  async #edit(place: CardPlace, state: PlayerState): Promise<void> {
    const view = this.#face.viewOf(state)
    const digest = this.#face.digestOf(view)
    if (digest === this.#shown) return
    this.#shown = digest
    this.#isEditing = true
    const showed = this.#showed
    const edited = await this.#ports.messages.edit(place, this.#face.render(view))
    this.#isEditing = false
    // A press has changed the message meanwhile, before this or after it.
    if (this.#shown !== digest) this.#shown = null
    this.#mayEditAtMs = this.#ports.clock.now() + EDIT_EVERY_MS
    if (edited === 'failed' || edited === 'refused') this.#shown = null
    if (edited === 'refused' && state.current !== null && this.#face.leaveArtwork(state.current))
      this.#wanted = 'urgent'
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

  #moveTo(place: CardPlace | null): void {
    this.#record.moveTo(place)
    this.#shown = null
    this.#dismissedAt = null
  }

  /** While it sounds, the bar moves. */
  #plan(state: PlayerState | null): void {
    this.#redraw?.[Symbol.dispose]()
    this.#redraw = null
    const waitMs = redrawnAfterMs(state)
    if (waitMs === null) return
    this.#redraw = this.#ports.clock.after(waitMs, () => {
      if (this.#wanted === 'nothing') this.#wanted = 'calm'
      void this.#run()
    })
  }
}
