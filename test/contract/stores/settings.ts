import { expect, test } from 'bun:test'
import { userId } from '../../../src/base/ids.ts'
import type { Database } from '../../../src/db/database.ts'
import { PostgresLeases } from '../../../src/db/leases.ts'
import { SettingsRepo } from '../../../src/db/settings-repo.ts'
import { defaultSettings, type GuildSettings } from '../../../src/domain/settings.ts'
import type { SettingsChange } from '../../../src/domain/settings-change.ts'
import { newGuild } from './sample.ts'

/** What every database must do for the settings of servers. */
export function keepsSettings(database: () => Database): void {
  test('settings are the defaults until they are saved', async () => {
    const settings = new SettingsRepo(database())
    const guild = newGuild()
    expect(await settings.load(guild)).toEqual(defaultSettings)
    await settings.save(guild, { ...defaultSettings, volume: 40 }, 0)
    const own: GuildSettings = {
      ...defaultSettings,
      ...{ volume: 60, leaveAloneAfterMin: 0, autoplay: 'artist', announcements: 'none' },
      voiceStatus: false,
    }
    expect(await settings.save(guild, own, 0)).toBe(true)
    expect(await settings.load(guild)).toEqual(own)
    const change: SettingsChange = {
      ...{ at: new Date(1_000), by: { kind: 'member', userId: userId('7') } },
      fields: [{ name: 'volume', before: 60, after: 70 }],
    }
    await settings.save(guild, { ...own, volume: 70 }, 0, change)
    const later: SettingsChange = {
      ...change,
      at: new Date(2_000),
      by: { kind: 'key', keyId: 'k' },
    }
    await settings.save(guild, own, 0, later)
    expect(await settings.changes(guild, 10)).toEqual([later, change])
    expect(await settings.changes(guild, 1)).toEqual([later])
    expect(await settings.forgetOlderThan(new Date(1_500))).toBeGreaterThan(0)
    expect(await settings.changes(guild, 10)).toEqual([later])
    await using leases = await PostgresLeases.open({
      database: database(),
      processId: crypto.randomUUID(),
    })
    const { fence } = (await leases.claim(guild)) ?? { fence: 0 }
    expect(await settings.save(guild, defaultSettings, fence - 1)).toBe(false)
    expect(await settings.load(guild)).toEqual(own)
    expect(await settings.save(guild, defaultSettings, fence)).toBe(true)
    expect(await settings.load(guild)).toEqual(defaultSettings)
  })
}
