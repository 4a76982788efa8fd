import { expect, test } from 'bun:test'
import type { Database } from '../../../src/db/database.ts'
import { DatabaseError } from '../../../src/db/database-error.ts'
import { KeyRepo } from '../../../src/db/key-repo.ts'
import { failureOf } from '../../support/failure.ts'
import { newGuild } from './sample.ts'

/** What every database must do for API keys. */
export function keepsKeys(database: () => Database): void {
  test('keys are found by hash, listed by age, and revoked once', async () => {
    const keys = new KeyRepo(database())
    const hash = crypto.getRandomValues(new Uint8Array(32))
    const createdAt = new Date('2026-01-02T03:04:05.678Z')
    const key = { id: 'k1', serverId: newGuild(), scopes: ['queue:read', 'a,"b"'], createdAt }
    const later = { ...key, id: 'k0', serverId: null, createdAt: new Date('2026-02-01') }
    await keys.create({ ...later, hash: crypto.getRandomValues(new Uint8Array(32)) })
    await keys.create({ ...key, hash })
    expect(await failureOf(keys.create({ ...key, id: 'k2', hash }))).toBeInstanceOf(DatabaseError)
    const found = await keys.findByHash(hash)
    expect(found).toMatchObject({ ...key, revokedAt: null })
    expect(Buffer.from(found?.hash ?? []).equals(hash)).toBe(true)
    expect(await keys.findByHash(new Uint8Array(32))).toBeNull()
    expect((await keys.list()).map((one) => one.id)).toEqual(['k1', 'k0'])
    const at = new Date('2026-03-01T00:00:00Z')
    expect([await keys.revoke('k1', at), await keys.revoke('k1', new Date())]).toEqual([
      true,
      false,
    ])
    expect((await keys.findByHash(hash))?.revokedAt).toEqual(at)
    expect(await keys.revoke('nobody', at)).toBe(false)
  })
}
