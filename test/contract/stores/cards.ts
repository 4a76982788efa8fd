import { expect, test } from 'bun:test'
import { channelId, messageId } from '../../../src/base/ids.ts'
import { CardRepo } from '../../../src/db/card-repo.ts'
import type { Database } from '../../../src/db/database.ts'
import { PlayerRepo } from '../../../src/db/player-repo.ts'
import { newGuild, playerOf } from './sample.ts'

/** What every database must do for now-playing cards. */
export function keepsCards(database: () => Database): void {
  test('cards are left where they’re not over and nothing plays', async () => {
    const [played, stopped, over, elsewhere] = [newGuild(), newGuild(), newGuild(), newGuild()]
    const cards = new CardRepo(database())
    const place = { channelId: channelId('5'), messageId: messageId('6') }
    for (const guild of [played, stopped, elsewhere])
      await cards.save(guild, { ...place, isOver: false })
    await cards.save(over, { ...place, isOver: false })
    await cards.save(over, { ...place, isOver: true })
    const players = new PlayerRepo(database())
    await players.save([{ snapshot: playerOf(played), fence: 1 }])
    await players.save([{ snapshot: { ...playerOf(stopped), current: null }, fence: 1 }])
    expect(await cards.left([played, stopped, over])).toEqual([stopped])
    expect(await cards.left([elsewhere])).toEqual([elsewhere])
    expect(await cards.left([])).toEqual([])
    expect(await cards.load(over)).toEqual({ ...place, isOver: true })
  })
}
