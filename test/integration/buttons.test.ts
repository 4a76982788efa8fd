import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { customId } from '../../src/gateway/views/custom-id.ts'
import { de } from '../../src/gateway/words/de.ts'
import type { Member, Message } from '../discord/local-discord.ts'
import { flatten } from '../discord/people/message.ts'
import { until } from '../discord/until.ts'
import { endInOrder, House } from './house.ts'
import { expectRefusal, type Room } from './room.ts'

setDefaultTimeout(120_000)

let house: House
beforeAll(async () => {
  house = await House.start()
})
afterAll(() => endInOrder(house))

/** A member starts a track and reads the answer, which holds the button. */
async function played(room: Room, by = room.alice): Promise<Message> {
  const outcome = await room.outcome('/play', 'alpha', { by })
  await room.hears('Alpha')
  if (outcome.response === null) throw new Error('no answer')
  return outcome.response
}

/** The message as it is now. */
const now = (room: Room, { id }: Message) => {
  const message = room.discord.messages(room.text).find((one) => one.id === id)
  if (message === undefined) throw new Error('the message is gone')
  return message
}

/** Labels and ids of the message's buttons. */
const buttonsOf = (message: Message) =>
  flatten(message.components).flatMap(({ label, custom_id: id }) => (id ? [[label, id]] : []))

async function presses(room: Room, message: Message, by: Member = room.alice) {
  const [[, id = ''] = []] = buttonsOf(now(room, message))
  return await (await by.presses(now(room, message), id)).settled()
}

const isHeardAgain = async (room: Room) => {
  const before = room.framesHeard
  await until(() => room.framesHeard > before + 20, 'the music')
}

test.concurrent('a press pauses, and the button in the same message resumes', async () => {
  const room = await house.room()
  const message = await played(room)
  expect(buttonsOf(message)).toEqual([['Pause', customId('pause', 'en-US')]])

  const paused = await presses(room, message)
  // In the message itself; a busy machine announces that first.
  expect([6, 7]).toContain(paused.callbackType ?? 0)
  expect(await room.isSilent()).toBe(true)
  expect(buttonsOf(now(room, message))).toEqual([['Resume', customId('resume', 'en-US')]])

  await presses(room, message)
  await isHeardAgain(room)
  expect(buttonsOf(now(room, message))).toEqual([['Pause', customId('pause', 'en-US')]])
  expect(room.readHere).toEqual(['Playing **Alpha**'])
})

test.concurrent('two who press at once want the same, and get it', async () => {
  const room = await house.room()
  const bob = room.guild.createMember('bob')
  await bob.joins(room.lounge)
  const message = await played(room)
  await Promise.all([presses(room, message), presses(room, message, bob)])
  expect(await room.isSilent()).toBe(true)
  expect(await room.types('/nowplaying')).toContain(' · paused')
})

test.concurrent('whoever may not is told why in their language, and nothing changes', async () => {
  const room = await house.room()
  const dora = room.guild.createMember('dora', { locale: 'de' })
  const message = await played(room)
  await expectRefusal(await presses(room, message, dora), 'caller-not-in-voice', de)
  await dora.joins(room.guild.createVoiceChannel('attic'))
  await expectRefusal(await presses(room, message, dora), 'caller-elsewhere', de)
  expect(buttonsOf(now(room, message))).toEqual([['Pause', customId('pause', 'en-US')]])
  await isHeardAgain(room)
})

test.concurrent('a message keeps its language, whoever presses', async () => {
  const room = await house.room()
  const dora = room.guild.createMember('dora', { locale: 'de' })
  await dora.joins(room.lounge)
  const message = await played(room, dora)
  expect(buttonsOf(message)).toEqual([['Anhalten', customId('pause', 'de')]])
  await presses(room, message)
  expect(buttonsOf(now(room, message))).toEqual([['Weiter', customId('resume', 'de')]])
})

test.concurrent('a button with nothing left to pause says so', async () => {
  const room = await house.room()
  const message = await played(room)
  await room.types('/stop')
  await expectRefusal(await presses(room, message), 'nothing-playing')
})

test.concurrent.each([
  ['of an older version', 'v0:pause:en-US'],
  ['that this version has no more', 'v1:rewind:30'],
  ['that can’t be decoded', 'v1:pause:%E0%A4%A'],
  ['of somebody else', 'lucky number'],
])('a button %s is answered kindly', async (_what, custom_id) => {
  const room = await house.room()
  const { apiUrl, token } = house.discord
  const button = { type: 2, style: 2, label: 'Old', custom_id }
  const response = await fetch(`${apiUrl}/v10/channels/${room.text.id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ content: 'old', components: [{ type: 1, components: [button] }] }),
  })
  expect(response.status).toBe(200)
  const message = await house.discord.waitForMessage(room.text, ({ text }) => text === 'old')
  await expectRefusal(await presses(room, message), 'outdated-control')
})

test('a button works after the bot was killed and started again', async () => {
  await using another = await House.start()
  const room = await another.room()
  const message = await played(room)
  await another.stores(room, ({ current }) => current !== null)
  await another.crash()
  await another.startAgain()
  await isHeardAgain(room)

  await presses(room, message)
  expect(await room.isSilent()).toBe(true)
  expect(buttonsOf(now(room, message))).toEqual([['Resume', customId('resume', 'en-US')]])
  await presses(room, message)
  await isHeardAgain(room)
  expect(buttonsOf(now(room, message))).toEqual([['Pause', customId('pause', 'en-US')]])
})
