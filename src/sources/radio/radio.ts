import type { Clock } from '../../base/clock.ts'
import { within } from '../../base/within.ts'
import type { OfferedStation, Station } from '../../player/ports.ts'
import type { SourceHealth } from '../source.ts'
import type { StationDirectory } from './station-directory.ts'
import type { Stations } from './stations.ts'

/** As many as Discord offers: with more of the host's own nobody else is asked. */
const ENOUGH = 25

/** Whoever types gets the host's own stations by then, whatever the directory does. */
const OFFERED_WITHIN_MS = 1_200

/** Radio stations by their names: the host's own list, and behind it a directory. */
export class Radio {
  readonly #own: Stations
  readonly #directory: StationDirectory | null
  readonly #clock: Clock

  /** `directory`: null: none is asked. */
  constructor(own: Stations, directory: StationDirectory | null, clock: Clock) {
    this.#own = own
    this.#directory = directory
    this.#clock = clock
  }

  /** How the directory is, if one is asked. */
  health(): readonly SourceHealth[] {
    return this.#directory === null ? [] : [this.#directory.health()]
  }

  /**
   * Stations for what is typed, best first. Rejects with 'stations-unreadable'; where the directory is
   * away, the host's own are all.
   */
  async offer(text: string, signal: AbortSignal): Promise<readonly OfferedStation[]> {
    const own = matching(await this.#own.all(), text).map(({ name }) => ({
      ...{ name, query: name, about: null },
    }))
    if (this.#directory === null || own.length >= ENOUGH) return own
    const names = new Set(own.map(({ name }) => keyOf(name)))
    const searching = this.#directory.search(text, signal).catch(() => [])
    const others = await within(this.#clock, OFFERED_WITHIN_MS, searching, () => [])
    return [...own, ...others.filter(({ name }) => !names.has(keyOf(name)))]
  }

  /**
   * The one that was chosen, or else fits best; null: none does. Rejects with 'stations-unreadable', or
   * why the directory can't tell.
   */
  async find(text: string, signal: AbortSignal): Promise<Station | null> {
    const directory = this.#directory
    if (directory?.knows(text)) return await directory.station(text, signal)
    const [own] = matching(await this.#own.all(), text)
    if (own !== undefined || directory === null) return own ?? null
    const [found] = await directory.search(text, signal)
    return found === undefined ? null : await directory.station(found.query, signal)
  }
}

/** Those whose name has the text in it; one that is the text, or begins with it, comes first. */
function matching(stations: readonly Station[], text: string): Station[] {
  const wanted = keyOf(text)
  const rank = ({ name }: Station) =>
    keyOf(name) === wanted ? 0 : keyOf(name).startsWith(wanted) ? 1 : 2
  return stations
    .filter(({ name }) => keyOf(name).includes(wanted))
    .sort((a, b) => rank(a) - rank(b))
}

const keyOf = (text: string): string => text.normalize('NFKC').trim().toLowerCase()
