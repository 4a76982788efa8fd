import { expect, test } from 'bun:test'
import type { Database } from '../../../src/db/database.ts'
import { HistoryRepo } from '../../../src/db/history-repo.ts'
import type { Track } from '../../../src/domain/track.ts'
import type { HistoryEntry } from '../../../src/player/ports.ts'
import { track } from '../../domain/player/sample.ts'
import { newGuild } from './sample.ts'

/** What every database must do for what was heard. */
export function keepsHistory(database: () => Database): void {
  test('history tells what a server has heard to its end, the latest first', async () => {
    const history = new HistoryRepo(database())
    const [guild, other] = [newGuild(), newGuild()]
    const entry = (minute: number, title: string, more: Partial<HistoryEntry> = {}) => ({
      guildId: guild,
      track: track(title, { artist: 'Ann' }),
      startedAt: new Date(Date.UTC(2031, 0, 1, 1, minute)),
      endedAt: new Date(Date.UTC(2031, 0, 1, 1, minute + 1)),
      outcome: 'finished' as const,
      ...more,
    })
    await history.record([
      entry(1, 'first'),
      entry(3, 'skipped', { outcome: 'skipped' }),
      entry(2, 'second'),
      entry(4, 'elsewhere', { guildId: other }),
    ])
    const heard = await history.heard(guild, 10)
    expect(heard.map(({ title }) => title)).toEqual(['second', 'first'])
    const { id: _id, requestedBy: _by, ...second } = track('second', { artist: 'Ann' })
    expect(heard[0]).toEqual(second)
    expect(await history.heard(guild, 1)).toHaveLength(1)
  })

  test('history is forgotten by age, and forgetting twice forgets nothing more', async () => {
    const history = new HistoryRepo(database())
    const guild = newGuild()
    const entry = (day: number, played: Track) => ({
      guildId: guild,
      track: played,
      startedAt: new Date(Date.UTC(2020, 0, day)),
      endedAt: new Date(Date.UTC(2020, 0, day, 0, 3)),
      outcome: 'finished' as const,
    })
    await history.record([entry(1, track('old', { title: 'a\u0000b' })), entry(3, track('new'))])
    await history.record([])
    expect(await history.deleteOlderThan(new Date(Date.UTC(2020, 0, 2)))).toBe(1)
    expect(await history.deleteOlderThan(new Date(Date.UTC(2020, 0, 2)))).toBe(0)
    const left = await database().raw(
      (sql) => sql`select title, outcome from segue.history where guild_id = ${guild}`,
    )
    expect([...left]).toEqual([{ title: 'new', outcome: 'finished' }])
  })
}
