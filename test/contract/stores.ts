import { afterAll, beforeAll, describe } from 'bun:test'
import type { Database } from '../../src/db/database.ts'
import { keepsCards } from './stores/cards.ts'
import { answersQueries } from './stores/database.ts'
import { forgetsServersAndPeople } from './stores/erasing.ts'
import { keepsHistory } from './stores/history.ts'
import { keepsKeys } from './stores/keys.ts'
import { keepsPlayers } from './stores/players.ts'
import { keepsSettings } from './stores/settings.ts'
import { keepsWhatIsUnreadable } from './stores/unreadable-players.ts'

/** What every database must do for those who keep something in it. `open` gives an empty one. */
export function keepsTheContractOfStores(name: string, open: () => Promise<Database>): void {
  describe(`stores on ${name}`, () => {
    let opened: Database
    beforeAll(async () => {
      opened = await open()
    }, 30_000)
    afterAll(async () => {
      await opened[Symbol.asyncDispose]()
    })
    const database = () => opened
    keepsPlayers(database)
    keepsWhatIsUnreadable(database)
    keepsSettings(database)
    keepsHistory(database)
    keepsCards(database)
    forgetsServersAndPeople(database)
    keepsKeys(database)
    answersQueries(database)
  })
}
