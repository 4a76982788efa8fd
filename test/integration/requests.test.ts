import { afterAll, beforeAll, expect, test } from 'bun:test'
import { QUERY_LENGTH } from '../../src/domain/schema/command.ts'
import { customId } from '../../src/gateway/views/custom-id.ts'
import { de } from '../../src/gateway/words/de.ts'
import { en } from '../../src/gateway/words/en.ts'
import { Intent } from '../discord/gateway/intents.ts'
import type { Channel, Member, Message } from '../discord/local-discord.ts'
import { until } from '../discord/until.ts'
import { markedWav } from '../support/marked-tones.ts'
import { endInOrder, House } from './house.ts'
import type { Room } from './room.ts'
import { TRACKS } from './tracks.ts'

const MANAGE_SERVER = 1n << 5n

const TYPED = { MESSAGE_CONTENT: 'on' }
const GRANTED = { privilegedIntents: Intent.messageContent }

let house: House
beforeAll(async () => {
  house = await House.start(TYPED, GRANTED)
})
afterAll(() => endInOrder(house))

/** A room with a channel for requests, and somebody who may manage the server. */
async function roomWithWishes(at = house): Promise<{ room: Room; wishes: Channel; mia: Member }> {
  const room = await at.room({ announcements: 'none' })
  const mia = room.guild.createMember('mia')
  room.guild.giveRole(mia, room.guild.createRole('staff', MANAGE_SERVER))
  const wishes = room.guild.createTextChannel('wishes')
  await room.types('/settings', { 'request-channel': wishes.id }, { by: mia })
  return { room, wishes, mia }
}

/** The next answer in that channel. */
async function answerTo(wishes: Channel, request: () => unknown, at = house): Promise<Message> {
  const before = new Set(at.discord.messages(wishes).map(({ id }) => id))
  request()
  const isAnswer = ({ id, authorName }: Message) => authorName === 'segue' && !before.has(id)
  return at.discord.waitForMessage(wishes, isAnswer)
}

const written = (wishes: Channel): string[] =>
  house.discord
    .messages(wishes)
    .filter(({ authorName }) => authorName !== 'segue')
    .map(({ text }) => text)

/** How many messages were taken as requests there, whatever became of them. */
const taken = ({ guild }: Room): number =>
  [...house.logged('command answered'), ...house.logged('command refused')].filter(
    ({ command, guildId }) => command === 'message:request' && guildId === guild.id,
  ).length

test('what’s typed in the request channel plays; the answer replies to it, and pings nobody', async () => {
  const { room, wishes } = await roomWithWishes()
  const typed: { message: Message | null } = { message: null }
  const answer = await answerTo(wishes, () => {
    typed.message = room.alice.writes(wishes, ' alpha ')
  })
  expect(answer.text).toStartWith('Playing **Alpha**')
  expect(answer.replyTo).toBe(typed.message?.id ?? 'none')
  expect(answer.pings).toEqual({ users: [], roles: [], everyone: false })
  await room.hears('Alpha')
  const second = await answerTo(wishes, () => room.alice.writes(wishes, 'bravo'))
  expect(second.text).toBe('Queued **Bravo** at position 1')
  expect(written(wishes)).toEqual([' alpha ', 'bravo'])
  // The button is one of the bot's messages, too, and works as before.
  const posted = house.discord
    .messages(wishes)
    .find(({ text }) => text.includes(en.requests.typeHere))
  if (posted === undefined) throw new Error('nothing says what to do')
  const form = await room.alice.presses(posted, customId('request'))
  const pressed = await (await room.alice.submits(form, { query: 'charlie' })).settled()
  expect(pressed.text).toBe('Queued **Charlie** at position 2')
  await room.types('/leave')
}, 60_000)

test('where the bot may, the answer takes the message’s place and says who asked; a refused one stays', async () => {
  const { room, wishes, mia } = await roomWithWishes()
  await room.types('/settings', { language: 'de' }, { by: mia })
  room.guild.setBotPermissions(wishes, { manageMessages: true })
  const answer = await answerTo(wishes, () => room.alice.writes(wishes, 'alpha'))
  expect(answer.text).toContain('**Alpha**')
  expect(answer.text).toContain(`-# ${de.nowPlaying.requestedBy(`<@${room.alice.id}>`)}`)
  expect([answer.replyTo, answer.pings.users]).toEqual([null, []])
  await until(() => written(wishes).length === 0, 'the message to go')
  const refused = await answerTo(wishes, () => mia.writes(wishes, 'bravo'))
  expect(refused.text).toBe(de.errors['caller-not-in-voice'])
  const long = await answerTo(wishes, () => room.alice.writes(wishes, 'x'.repeat(QUERY_LENGTH + 1)))
  expect(long.text).toBe(de.errors['bad-query'])
  expect(written(wishes)[0]).toBe('bravo')
  await room.types('/leave')
}, 60_000)

test('the files of a message play, and it stays, since they’d be gone with it', async () => {
  const { room, wishes } = await roomWithWishes()
  room.guild.setBotPermissions(wishes, { manageMessages: true })
  const files = (['Bravo', 'Charlie'] as const).map((name) => ({
    name: `${name}.wav`,
    bytes: markedWav(TRACKS[name].toneHz, 8),
  }))
  const answer = await answerTo(wishes, () => room.alice.writes(wishes, 'two songs', files))
  expect(answer.text).toContain('**Bravo')
  await room.hears('Bravo')
  await room.says((text) => text.includes('Charlie'), '/queue')
  await room.types('/skip')
  await room.hears('Charlie')
  expect(written(wishes)[0]).toContain('two songs')
  await room.types('/leave')
}, 60_000)

test('other channels, bots and what says nothing are left alone; so is a channel that no longer takes requests', async () => {
  const { room, wishes, mia } = await roomWithWishes()
  const robot = room.guild.createMember('robot', { bot: true })
  const other = room.guild.createTextChannel('other')
  room.alice.writes(other, 'alpha')
  room.alice.writes(room.text, 'alpha')
  robot.writes(wishes, 'alpha')
  room.alice.writes(wishes, '  ')
  await answerTo(wishes, () => room.alice.writes(wishes, 'bravo'))
  expect(taken(room)).toBe(1)
  await room.hears('Bravo')
  await room.types('/settings', { 'request-channel': other.id }, { by: mia })
  room.alice.writes(wishes, 'alpha')
  await answerTo(other, () => room.alice.writes(other, 'charlie'))
  expect(taken(room)).toBe(2)
  expect(await room.types('/queue')).not.toContain('Alpha')
  await room.types('/leave')
}, 60_000)

test('a member who writes too much is told so once, and others are served', async () => {
  const { room, wishes, mia } = await roomWithWishes()
  room.guild.setBotPermissions(wishes, { sendMessages: false })
  mia.writes(wishes, 'alpha')
  const isSilent = () => house.logged('couldn’t answer a request').some(isThere)
  await until(isSilent, 'an answer that’s refused')
  // One of the twenty that a member may send was the command that set the channel.
  for (let n = 1; n < 19; n++) mia.writes(wishes, 'alpha')
  await until(() => taken(room) === 19, 'nineteen refusals')
  room.guild.setBotPermissions(wishes, { sendMessages: true })
  const told = await answerTo(wishes, () => mia.writes(wishes, 'alpha'))
  expect(told.text).toBe(en.errors['slow-down'])
  mia.writes(wishes, 'alpha')
  mia.writes(wishes, 'alpha')
  const answer = await answerTo(wishes, () => room.alice.writes(wishes, 'bravo'))
  expect(answer.text).toStartWith('Playing **Bravo**')
  await room.types('/leave')

  function isThere({ channelId }: Record<string, unknown>): boolean {
    return channelId === wishes.id
  }
}, 60_000)

test('two processes answer once, and after a restart the channel takes requests at once', async () => {
  // Processes share no embedded database.
  const own = await House.start(TYPED, { ...GRANTED, database: 'server' })
  const { room, wishes, mia } = await roomWithWishes(own)
  await room.alice.leaves()
  await room.alice.joins(room.lounge)
  await own.restart()
  const other = await own.another()
  const answer = await answerTo(wishes, () => room.alice.writes(wishes, 'alpha'), own)
  expect(answer.text).toStartWith('Playing **Alpha**')
  const again = await answerTo(wishes, () => room.alice.writes(wishes, 'bravo'), own)
  expect(again.text).toBe('Queued **Bravo** at position 1')
  expect(own.discord.messages(wishes).filter(({ text }) => text.includes('Alpha'))).toHaveLength(1)
  await room.types('/leave')
  await other.stop()

  // What it takes is said only where it's missing.
  expect(await room.types('/settings', {}, { by: mia })).toContain(en.requests.typed)
  await own.restart({ MESSAGE_CONTENT: 'off' })
  const said = await room.types('/settings', {}, { by: mia })
  expect(said).toContain(en.requests.untyped)
  room.alice.writes(wishes, 'alpha')
  expect(await room.types('/queue')).not.toContain('Alpha')
  await endInOrder(own)
}, 90_000)
