import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { en } from '../../src/gateway/words/en.ts'
import type { Member, Message } from '../discord/local-discord.ts'
import { flatten } from '../discord/people/message.ts'
import { until } from '../discord/until.ts'
import { markedWav } from '../support/marked-tones.ts'
import { png } from '../support/pictures.ts'
import { endInOrder, House } from './house.ts'
import { expectRefusal, type Room } from './room.ts'

setDefaultTimeout(120_000)

const MANAGE_SERVER = 1n << 5n
const V2 = 1 << 15
const ECHO_HZ = 1900

let house: House
beforeAll(async () => {
  const files = {
    'Sleeve/Echo.wav': markedWav(ECHO_HZ, 40),
    'Sleeve/Foxtrot.wav': markedWav(ECHO_HZ, 40),
    'Sleeve/cover.png': png('sleeve'),
  }
  house = await House.start({}, { files })
})
afterAll(() => endInOrder(house))

const cardWith = (room: Room, part: string, besides = ''): Promise<Message> =>
  room.discord.waitForMessage(
    room.text,
    ({ flags, text, id }) => (flags & V2) !== 0 && text.includes(part) && id !== besides,
  )

/** The custom id of the card's button that begins so. */
function buttonOf(message: Message, action: string): string {
  const ids = flatten(message.components).flatMap(({ custom_id: id }) => (id ? [id] : []))
  const id = ids.find((one) => one.startsWith(`v1:${action}`))
  if (id === undefined) throw new Error(`no ${action} among ${ids.join(', ')}`)
  return id
}

const presses = (by: Member, message: Message, action: string) =>
  by.presses(message, buttonOf(message, action))

test.concurrent('one card shows what plays, and follows it to the end', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  const card = await cardWith(room, 'Alpha')
  expect(card.text).toContain(`Requested by <@${room.alice.id}>`)
  expect(card.text).toContain('volume 100%')
  await room.types('/play', { query: 'Bravo' })
  await cardWith(room, '1 up next')
  await presses(room.alice, room.cards[0] ?? card, 'card-skip')
  await room.hears('Bravo')
  await cardWith(room, 'Bravo')
  await room.types('/stop')
  const over = await cardWith(room, 'Nothing is playing')
  expect(over.text).toContain('Last played: **Bravo**')
  expect(over.id).toBe(card.id)
  expect(room.cards).toHaveLength(1)
  expect(room.pinged).toBe(false)
  // The answer to whoever asked stands; nothing else was posted.
  expect(room.readHere.filter((text) => text.startsWith('Playing'))).toHaveLength(1)
})

test.concurrent('the card shows the cover that lies beside the file, through presses and tracks', async () => {
  const room = await house.room()
  const pictures = (card: Message) =>
    flatten(card.components).flatMap(({ media }) => (media ? [media.url] : []))
  await room.types('/play', { query: 'Sleeve/' })
  const card = await cardWith(room, 'Echo')
  const isPictured = () => pictures(room.cards[0] ?? card).length === 1
  await until(isPictured, 'the picture')
  const [link = ''] = pictures(room.cards[0] ?? card)
  expect(await (await fetch(link)).bytes()).toEqual(png('sleeve'))
  await presses(room.alice, card, 'card-pause')
  const paused = await cardWith(room, 'paused')
  expect(pictures(paused)).toEqual([link])
  await presses(room.alice, paused, 'card-skip')
  await cardWith(room, 'Foxtrot')
  await until(isPictured, 'the picture of the next one')
})

test.concurrent('five who skip one track at once skip one', async () => {
  const room = await house.room()
  const five = ['bob', 'carl', 'dora', 'eve', 'fred'].map((name) => room.guild.createMember(name))
  for (const one of five) await one.joins(room.lounge, { listen: false })
  await room.plays('Alpha')
  for (const query of ['Bravo', 'Charlie']) await room.types('/play', { query })
  const card = await cardWith(room, '2 up next')
  const answers = await Promise.all(five.map((one) => presses(one, card, 'card-skip')))
  await room.hears('Bravo')
  expect(answers.flatMap(({ followUps }) => followUps)).toEqual([])
  expect(await room.types('/queue')).toContain('`1` **Charlie**')
})

test.concurrent('each button does what it shows, and the card tells it', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  for (const query of ['Bravo', 'Charlie']) await room.types('/play', { query })
  const at = async (part: string) => await cardWith(room, part)
  let card = await at('2 up next')
  const press = async (action: string, part: string) => {
    const answer = await presses(room.alice, card, action)
    expect(answer.followUps).toEqual([])
    card = await at(part)
  }
  await press('card-pause', 'paused')
  expect(await room.isSilent()).toBe(true)
  await press('card-resume', '▬')
  await press('card-mute', 'volume 0%')
  expect(await room.types('/volume')).toBe('Volume: 0%')
  await press('card-unmute', 'volume 100%')
  await press('card-volume:-10', 'volume 90%')
  await press('card-volume:10', 'volume 100%')
  await press('card-loop', 'loop queue')
  await press('card-loop', 'loop track')
  await press('card-shuffle', '2 up next')
  await press('card-autoplay:mixed', 'autoplay on')
  await press('card-autoplay:off', '2 up next')
  expect(card.text).not.toContain('autoplay')
  const queue = await (await presses(room.alice, card, 'card-queue')).settled()
  expect(queue.text).toContain('Now: **Alpha**')
  expect(queue.response?.ephemeral).toBe(true)
  await press('card-clear', 'loop track')
  expect(card.text).not.toContain('up next')
  const from = room.framesHeard
  await presses(room.alice, card, 'card-seek')
  await room.jumped(from, (position) => position < 5)
  await press('card-stop', 'Nothing is playing')
  expect(await room.isSilent()).toBe(true)
})

test.concurrent('presses on louder at the same moment add up, as far as it goes', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  const card = await cardWith(room, 'volume 100%')
  await Promise.all(Array.from({ length: 3 }, () => presses(room.alice, card, 'card-volume:10')))
  await cardWith(room, 'volume 130%')
  expect(await room.types('/volume')).toBe('Volume: 130%')
  await room.types('/volume', { percent: 195 })
  await presses(room.alice, await cardWith(room, 'volume 195%'), 'card-volume:10')
  expect(await room.types('/volume')).toBe('Volume: 200%')
})

test.concurrent('the menu plays a track of the queue now, and the way back is open', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  for (const query of ['Bravo', 'Charlie']) await room.types('/play', { query })
  const card = await cardWith(room, '2 up next')
  const [menu] = flatten(card.components).filter(({ type }) => type === 3)
  expect(menu?.options?.map(({ label }) => label)).toEqual(['1. Bravo', '2. Charlie'])
  const charlie = menu?.options?.[1]?.value ?? ''
  // The numbers have changed when the choice arrives; the track hasn't.
  await room.types('/move', { from: 2, to: 1 })
  await room.alice.selects(card, buttonOf(card, 'card-jump'), charlie)
  await room.hears('Charlie')
  const now = await cardWith(room, '### **Charlie**')
  await presses(room.alice, now, 'card-previous')
  await room.hears('Alpha')
})

test.concurrent('whoever may not press is told why, and nothing changes', async () => {
  const room = await house.room()
  const bob = room.guild.createMember('bob')
  await room.plays('Alpha')
  const card = await cardWith(room, 'Alpha')
  await expectRefusal(await presses(bob, card, 'card-skip'), 'caller-not-in-voice')
  expect(room.cards.at(-1)?.text).toContain('Alpha')
})

test.concurrent('a card that somebody deletes comes back with the next track', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  const card = await cardWith(room, 'Alpha')
  await room.types('/play', { query: 'Bravo' })
  await cardWith(room, '1 up next')
  room.guild.deleteMessage(room.text, card)
  await room.types('/volume', { percent: 50 })
  await room.types('/skip')
  await room.hears('Bravo')
  const next = await cardWith(room, 'Bravo')
  expect(next.id).not.toBe(card.id)
  expect(room.cards).toHaveLength(1)
})

test.concurrent('a card that has scrolled away moves down with the next track', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  const card = await cardWith(room, 'Alpha')
  await room.types('/play', { query: 'Bravo' })
  for (let line = 0; line < 6; line++) room.alice.writes(room.text, `chatter ${line}`)
  await room.types('/skip')
  const moved = await cardWith(room, 'Bravo', card.id)
  await until(() => room.cards.length === 1, 'the old card to go')
  expect(room.cards.map(({ id }) => id)).toEqual([moved.id])
  expect(room.discord.messages(room.text).at(-1)?.id).toBe(moved.id)
})

test.concurrent('where the bot may not write, whoever commands is told once', async () => {
  const room = await house.room()
  room.guild.setBotPermissions(room.text, { sendMessages: false })
  const played = await room.outcome('/play', 'alpha')
  await room.hears('Alpha')
  const refusal = 'a channel refuses the now-playing card: none goes there until it changes'
  await until(() => house.logged(refusal).length > 0, 'the refusal')
  // The refusal may come before the first answer is given, or after it.
  const outcomes = [played, await room.outcome('/volume')]
  const asides = () => outcomes.flatMap(({ followUps }) => followUps)
  await until(() => asides().length > 0, 'the aside')
  outcomes.push(await room.outcome('/volume'))
  expect(asides().map(({ text, ephemeral }) => [text, ephemeral])).toEqual([[en.card.silent, true]])
  expect(room.cards).toEqual([])
  room.guild.setBotPermissions(room.text, { sendMessages: true })
  await room.types('/play', { query: 'Bravo' })
  await room.types('/skip')
  await cardWith(room, 'Bravo')
})

test.concurrent('without a card none stays', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  await cardWith(room, 'Alpha')
  const staff = room.guild.createRole('staff', MANAGE_SERVER)
  room.guild.giveRole(room.alice, staff)
  await room.types('/settings', { announcements: 'none' })
  await until(() => room.cards.length === 0, 'the card to go')
})

test('after kill -9 it’s the same card and its buttons work; of a room that was just left it’s over', async () => {
  await using another = await House.start()
  const counts = (where: string) =>
    another.inDatabase(async (database) => {
      const count = `select count(*)::int as n from segue.${where}`
      const [row] = await database.raw((sql) => sql.unsafe<{ n: number }[]>(count))
      return row?.n
    })
  const [room, left] = [await another.room(), await another.room()]
  await Promise.all([room.plays('Alpha'), left.plays('Alpha')])
  const [card, leftCard] = [await cardWith(room, 'Alpha'), await cardWith(left, 'Alpha')]
  await another.stores(room, ({ current }) => current !== null)
  // Discord takes no change of the card before the crash.
  const edit = 'PATCH /channels/:channel/messages/:message'
  another.discord.faults.rest.failNext(edit, 500, { times: 100 })
  await left.types('/leave')
  const hasLeft = async () => (await counts('player where room_channel_id is null')) === 1
  await until(hasLeft, 'the end in the database')
  await another.crash()
  expect(left.cards.at(-1)?.text).toContain('Alpha')
  expect(await counts('card where not is_over')).toBe(2)
  another.discord.faults.rest.clear()
  await another.startAgain()
  const before = room.framesHeard
  await until(() => room.framesHeard > before + 20, 'the music')
  await presses(room.alice, card, 'card-pause')
  await cardWith(room, 'paused')
  expect(await room.isSilent()).toBe(true)
  expect(room.cards.map(({ id }) => id)).toEqual([card.id])
  const over = await cardWith(left, 'Nothing is playing')
  expect(over.id).toBe(leftCard.id)
  const isOver = async () => (await counts('card where is_over')) === 1
  await until(isOver, 'the end of the card in the database')
  await left.types('/play', { query: 'Bravo' })
  await cardWith(left, 'Bravo')
  expect(await counts('card where not is_over')).toBe(2)
})

test('a press that can’t be answered shows on the card all the same', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  const card = await cardWith(room, 'Alpha')
  const callback = 'POST /interactions/:interaction/:token/callback'
  house.discord.faults.rest.failNext(callback, 400, { code: 50_035, message: 'no' })
  await presses(room.alice, card, 'card-pause')
  const paused = await cardWith(room, 'paused')
  expect(paused.id).toBe(card.id)
})
