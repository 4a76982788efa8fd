import { pause } from '../../base/clock.ts'
import type { GuildId, MessageId, TrackId } from '../../base/ids.ts'
import type { PlayerState } from '../../domain/player/state.ts'
import type { Track } from '../../domain/track.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { CardPlace } from '../ports.ts'
import { movedView } from '../views/card.ts'
import type { View } from '../views/view.ts'
import { CardFace, type Face } from './card-face.ts'
import { CardPicture, PRESSED_PATIENCE_MS } from './card-picture.ts'
import type { CardPorts } from './card-ports.ts'
import { CardRecord } from './card-record.ts'
import { EDIT_EVERY_MS, hasBegun, hasCard } from './card-rules.ts'
import { Redraw } from './redraw.ts'

/**
 * One server's now-playing card: when it's posted, changed, moved and given up. One thing at a time;
 * what happens meanwhile is shown by the next change.
 */
export class Card {
  readonly #guildId: GuildId
  readonly #ports: CardPorts
  readonly #record: CardRecord
  readonly #face: CardFace
  readonly #picture: CardPicture
  readonly #redraw: Redraw
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

  constructor(guildId: GuildId, ports: CardPorts) {
    this.#guildId = guildId
    this.#ports = ports
    this.#record = new CardRecord(guildId, ports.store, ports.log)
    this.#redraw = new Redraw(ports.clock, () => this.check())
    this.#picture = new CardPicture({
      clock: ports.clock,
      cover: (track, signal) => ports.coverOf(guildId, track, signal),
      arrived: () => this.check(),
    })
    this.#face = new CardFace(() => ports.wordsOf(guildId), this.#picture)
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
    await this.#picture.look(this.#pictured(), PRESSED_PATIENCE_MS)
    const state = this.#ports.stateOf(this.#guildId)
    // A card that was posted just before a crash is known to nobody else.
    if (this.#record.place === null && state?.textChannelId != null && state.current !== null) {
      this.#moveTo({ channelId: state.textChannelId, messageId })
    }
    if (this.#record.place?.messageId !== messageId) return movedView
    const { shown, attached, digest } = this.#face.pressed(state)
    // What it has no room for comes with an edit.
    if (this.#face.of(state).digest !== digest) this.check()
    if (digest === this.#shown) return null
    this.#picture.taken(attached, null)
    this.#shown = digest
    this.#showed = state?.current?.track.id ?? null
    // Nobody knows which of the two arrives last.
    if (this.#isEditing) this.#wanted = 'urgent'
    this.#mayEditAtMs = this.#ports.clock.now() + EDIT_EVERY_MS
    return () => shown
  }

  /** The press couldn't be answered with what `pressed` told. */
  unshown(messageId: MessageId): void {
    if (this.#record.place?.messageId !== messageId) return
    this.#shown = null
    this.#wanted = 'urgent'
    void this.#run()
  }

  [Symbol.dispose](): void {
    this.#redraw[Symbol.dispose]()
    this.#picture[Symbol.dispose]()
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
    await this.#picture.look(this.#pictured())
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
    this.#redraw.plan(state)
    if (state === null) {
      this.#ports.done(this.#guildId)
      return false
    }
    if (this.#record.place === null) return this.#mayPost(state)
    if (!hasCard(state)) return true
    return this.#mayBeBuried || this.#face.of(state).digest !== this.#shown
  }

  /** The track whose picture is wanted; null: none is. */
  #pictured(): Track | null {
    const state = this.#ports.stateOf(this.#guildId)
    return state !== null && hasCard(state) ? (state.current?.track ?? null) : null
  }

  async #refresh(): Promise<void> {
    const state = this.#ports.stateOf(this.#guildId)
    if (state === null) return
    const { current } = state
    const place = this.#record.place
    const mayBeBuried = this.#mayBeBuried && current !== null
    // A track that begins from here on, perhaps in another channel, is looked after by the next turn.
    this.#mayBeBuried = false
    if (place === null) await this.#post(state)
    else if (!hasCard(state)) await this.#remove(place)
    else if (mayBeBuried && (await this.#isOutOfSight(place, state))) await this.#move(state)
    else await this.#edit(place, state)
  }

  async #post(state: PlayerState): Promise<void> {
    const { textChannelId, current } = state
    if (textChannelId === null || current === null || !this.#mayPost(state)) return
    await this.#picture.lookAgain(current.track)
    const face = this.#face.of(state)
    const place = await this.#ports.messages.post(textChannelId, face.shown)
    this.#mayEditAtMs = this.#ports.clock.now() + EDIT_EVERY_MS
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
    this.#picture.taken(face.attached, place.fileId)
    this.#shown = face.digest
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
    const face = this.#face.of(state)
    const { digest } = face
    if (digest === this.#shown) return
    this.#shown = digest
    this.#isEditing = true
    const showed = this.#showed
    const edited = await this.#ports.messages.edit(place, face.shown)
    this.#isEditing = false
    // A press has changed the message meanwhile, before this or after it.
    if (this.#shown !== digest) this.#shown = null
    this.#mayEditAtMs = this.#ports.clock.now() + EDIT_EVERY_MS
    if (edited === 'failed' || edited === 'refused') this.#shown = null
    if (edited === 'refused' && this.#isOtherWithout(face, state)) this.#wanted = 'urgent'
    if (typeof edited === 'object') {
      this.#picture.taken(face.attached, edited.fileId)
      this.#showed = state.current?.track.id ?? null
    }
    if (edited !== 'gone') return
    this.#moveTo(null)
    // It may have been deleted during the track before this one.
    this.#dismissedAt = showed
    if (this.#mayPost(state)) this.#wanted = 'urgent'
  }

  /** Whether a message that Discord refused will look different: its file is sent anew, or left out. */
  #isOtherWithout({ attached }: Face, { current }: PlayerState): boolean {
    return this.#picture.lost(attached) || (current !== null && this.#face.leaveArtwork(current))
  }

  /** Whether the place isn't where people would look for it. Asked once for each track. */
  async #isOutOfSight(place: CardPlace, state: PlayerState): Promise<boolean> {
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
}
