import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { Message } from '../../discord/local-discord.ts'
import { flatten } from '../../discord/people/message.ts'
import { endInOrder, House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'

setDefaultTimeout(120_000)

let house: House
beforeAll(async () => {
  house = await House.start()
})
afterAll(() => endInOrder(house))

const now = (room: Room, { id }: Message): Message => {
  const message = room.discord.messages(room.text).find((one) => one.id === id)
  if (message === undefined) throw new Error('the message is gone')
  return message
}

/** Custom ids of the message as it is now, that begin so. */
const idsOf = (message: Message, action: string): string[] =>
  flatten(message.components).flatMap(({ custom_id: id }) =>
    id?.startsWith(`v1:${action}`) ? [id] : [],
  )

const menuOf = (message: Message, action: string) =>
  flatten(message.components).find(({ custom_id: id }) => id?.startsWith(`v1:${action}`))

/** A room where Alpha plays and twelve tracks follow, and the answer that shows the queue. */
async function queued(): Promise<{ room: Room; shown: Message }> {
  const room = await house.room()
  await room.plays('Alpha')
  for (let times = 0; times < 6; times++) {
    await room.types('/play', { query: 'Bravo' })
    await room.types('/play', { query: 'Charlie' })
  }
  const { response } = await room.outcome('/queue')
  if (response === null) throw new Error('no answer')
  return { room, shown: response }
}

test.concurrent('pages turn in the message, for everybody', async () => {
  const { room, shown } = await queued()
  expect(shown.text).toContain('Page 1 of 2 · 12 queued')
  const [back = '', , on = ''] = idsOf(shown, 'queue-page')
  await expect(room.alice.presses(shown, back)).rejects.toThrow('disabled')
  const dora = room.guild.createMember('dora', { locale: 'de' })
  await (await dora.presses(shown, on)).settled()
  // It stays in its language, whoever presses.
  expect(now(room, shown).text).toContain('Page 2 of 2')
  expect(now(room, shown).text).toContain('`12` **Charlie**')
  const [again = ''] = idsOf(now(room, shown), 'queue-page')
  await (await dora.presses(now(room, shown), again)).settled()
  expect(now(room, shown).text).toContain('Page 1 of 2')
})

test.concurrent('what’s chosen is removed or played, whatever its number is by then', async () => {
  const { room, shown } = await queued()
  const bravo = menuOf(shown, 'queue-remove')?.options?.[2]
  expect(bravo?.label).toBe('3. Bravo')
  await room.types('/move', { from: 3, to: 12 })
  const [remove = ''] = idsOf(shown, 'queue-remove')
  await (await room.alice.selects(shown, remove, bravo?.value ?? '')).settled()
  expect(now(room, shown).text).toContain('11 queued')
  // The message as it was: the track is gone by now.
  await expectRefusal(
    await room.alice.selectsStale(shown, remove, bravo?.value ?? ''),
    'track-gone',
  )
  const charlie = menuOf(now(room, shown), 'queue-jump')?.options?.[1]
  const [jump = ''] = idsOf(now(room, shown), 'queue-jump')
  await (await room.alice.selects(now(room, shown), jump, charlie?.value ?? '')).settled()
  await room.hears('Charlie')
  expect(now(room, shown).text).toContain('Now: **Charlie**')
})

test.concurrent('a page that’s gone meanwhile is the nearest one, and an empty queue says so', async () => {
  const { room, shown } = await queued()
  const [, , on = ''] = idsOf(shown, 'queue-page')
  await room.types('/clear')
  await (await room.alice.presses(shown, on)).settled()
  expect(now(room, shown).text).toBe('Now: **Alpha**\nPage 1 of 1 · 0 queued · 0:00')
  await room.types('/stop')
  await (
    await room.alice.presses(now(room, shown), idsOf(now(room, shown), 'queue-page')[1] ?? '')
  ).settled()
  expect(now(room, shown).text).toStartWith('Nothing is playing.')
})

test.concurrent('whoever may not change the queue is told why', async () => {
  const { room, shown } = await queued()
  const bob = room.guild.createMember('bob')
  const [remove = ''] = idsOf(shown, 'queue-remove')
  const first = menuOf(shown, 'queue-remove')?.options?.[0]?.value ?? ''
  await expectRefusal(await bob.selects(shown, remove, first), 'caller-not-in-voice')
  expect(await room.types('/queue')).toContain('12 queued')
})
