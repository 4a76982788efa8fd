import { SegueError } from '../base/error.ts'
import type { GuildId } from '../base/ids.ts'
import type { Actor } from '../domain/policy/actor.ts'
import { type GuildSettings, isSound } from '../domain/settings.ts'
import { changerOf, changesBetween } from '../domain/settings-change.ts'
import type { Held } from './player-opener.ts'
import type { SettingsStore } from './ports.ts'
import type { Turns } from './turns.ts'

/**
 * Changes servers' settings: stored first, then told to the player, which has the only copy in
 * memory. Changes of one server wait for one another, so that none undoes another one.
 */
export class SettingsChanges {
  readonly #store: Pick<SettingsStore, 'save'>
  readonly #turns: Turns

  constructor(store: Pick<SettingsStore, 'save'>, turns: Turns) {
    this.#store = store
    this.#turns = turns
  }

  /** See `Players.changeSettings`. */
  make(
    guildId: GuildId,
    held: Held,
    change: Partial<GuildSettings>,
    actor: Actor,
  ): Promise<GuildSettings> {
    return this.#turns.take(guildId, () => this.#make(guildId, held, change, actor))
  }

  async #make(
    guildId: GuildId,
    { player, fence }: Held,
    change: Partial<GuildSettings>,
    actor: Actor,
  ): Promise<GuildSettings> {
    const before = player.state.settings
    const settings = { ...before, ...change }
    if (!isSound(settings)) throw new SegueError('bad-setting')
    const fields = changesBetween(before, settings)
    const noted = { at: new Date(), by: changerOf(actor), fields }
    const isOurs = await this.#store.save(guildId, settings, fence, noted)
    if (!isOurs) throw new SegueError('other-process')
    player.set(settings)
    return settings
  }
}
