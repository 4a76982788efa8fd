import { expect } from 'bun:test'
import { guildId } from '../../../src/base/ids.ts'
import { Database } from '../../../src/db/database.ts'
import { PlayerRepo } from '../../../src/db/player-repo.ts'
import { silentLog } from '../../../src/observability/log.ts'
import type { PlayerSnapshot } from '../../../src/player/ports.ts'
import { until } from '../../discord/until.ts'
import { PostgresServer } from '../../support/postgres-server.ts'
import { expectWhole } from '../bad-days/witness.ts'
import { House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'

/** A retry comes five seconds after the last one at most. */
const STORED_WITHIN_MS = 30_000

const AWAY =
  'the database isn’t answering; music keeps playing, but a restart now would lose changes made from here on'
const BACK = 'the database is back and all changes are stored'

/** A bot on a PostgreSQL of its own, with one server that plays. */
export class Outage implements AsyncDisposable {
  readonly house: House
  readonly room: Room
  readonly postgres: PostgresServer
  readonly #url: string

  private constructor(postgres: PostgresServer, url: string, house: House, room: Room) {
    this.postgres = postgres
    this.#url = url
    this.house = house
    this.room = room
  }

  static async prepare(): Promise<Outage> {
    const postgres = await PostgresServer.start()
    const url = await postgres.createDatabase()
    const house = await House.start({ DATABASE_URL: url })
    const room = await house.room()
    await room.plays('Alpha')
    await room.types('/loop', { mode: 'track' })
    return new Outage(postgres, url, house, room)
  }

  /** Music plays on, commands are answered, and one that needs the database learns that it is away. */
  async livesThrough(awayMs: number, volumes: readonly [number, number]): Promise<void> {
    const { room, house } = this
    const warned = house.logged(AWAY).length
    const backAt = performance.now() + awayMs
    for (const percent of volumes) {
      const outcome = await room.outcome('/volume', { percent })
      expect(outcome.text).toBe(`Volume: ${percent}%`)
      expect(outcome.acknowledgedAfterMs).toBeLessThan(3_000)
    }
    const stranger = await house.room()
    const asked = await stranger.outcome('/play', { query: 'Bravo' })
    expect(asked.acknowledgedAfterMs).toBeLessThan(3_000)
    await expectRefusal(asked, 'database-away')
    const offered = await stranger.alice.completes(
      '/play',
      'query',
      'bra',
      {},
      { in: stranger.text },
    )
    // Nobody knows now whether that server's admins hide the library.
    expect(offered).toEqual([])
    await Bun.sleep(backAt - performance.now())
    expect(house.logged(AWAY)).toHaveLength(warned + 1)
    expect(house.logged(BACK)).toHaveLength(warned)
    await room.hears('Alpha')
    expectWhole(room)
  }

  /** All that changed meanwhile is in the table, and one line says so. */
  async isOver(volume: number): Promise<void> {
    const { house, room } = this
    const outages = house.logged(AWAY).length
    await until(
      () => house.logged(BACK).length === outages,
      'what changed to be stored',
      STORED_WITHIN_MS,
    )
    expect(await this.#stored()).toMatchObject({
      volume,
      loop: 'track',
      voiceChannel: { channelId: room.lounge.id },
      current: { track: { title: 'Alpha' } },
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.house[Symbol.asyncDispose]()
    await this.postgres[Symbol.asyncDispose]()
  }

  async #stored(): Promise<PlayerSnapshot | null> {
    const options = { url: this.#url, dataDir: '', log: silentLog }
    await using database = await Database.open(options)
    return (await new PlayerRepo(database).load(guildId(this.room.guild.id)))?.snapshot ?? null
  }
}
