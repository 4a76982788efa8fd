import { expect, spyOn, test } from 'bun:test'
import { RESTEvents, Routes } from 'discord.js'
import { channelId, messageId } from '../../../src/base/ids.ts'
import type { Cover } from '../../../src/domain/cover.ts'
import type { PlayerState } from '../../../src/domain/player/state.ts'
import { Card } from '../../../src/gateway/now-playing/card.ts'
import { CardMessages } from '../../../src/gateway/now-playing/card-messages.ts'
import { EditTurns } from '../../../src/gateway/now-playing/edit-turns.ts'
import type { StoredCard } from '../../../src/gateway/ports.ts'
import { RefusingChannels } from '../../../src/gateway/refusing-channels.ts'
import { movedView } from '../../../src/gateway/views/card.ts'
import { en } from '../../../src/gateway/words/en.ts'
import { silentLog } from '../../../src/observability/log.ts'
import type { Message } from '../../discord/local-discord.ts'
import { ManualClock } from '../../discord/manual-clock.ts'
import { flatten } from '../../discord/people/message.ts'
import { until } from '../../discord/until.ts'
import { guild, playing, track } from '../../domain/player/sample.ts'
import { png } from '../../support/pictures.ts'
import { LocalBot } from '../local-bot.ts'

/** The cover of each track that has one. */
type Covers = Readonly<Record<string, Cover | Promise<Cover | null>>>

/** One card on the local Discord, with time in the test's hands. */
async function stage(fields: Partial<PlayerState> = {}, covers: Covers = {}) {
  const bot = await LocalBot.start()
  const text = bot.guild.createTextChannel('music')
  const clock = new ManualClock(0)
  const methods: string[] = []
  const saved: (StoredCard | null)[] = []
  bot.client.rest.on(RESTEvents.Response, ({ method }) => void methods.push(method))
  let state: PlayerState = { ...playing('a b').state, textChannelId: channelId(text.id), ...fields }
  const refusing = new RefusingChannels(bot.client, clock)
  const card = new Card(guild, {
    messages: new CardMessages(bot.client.rest, refusing, { mayAnnounce: true }, silentLog),
    store: {
      load: async () => null,
      save: async (_server, stored) => void saved.push(stored),
      left: async () => [],
    },
    turns: new EditTurns(clock),
    ...{
      clock,
      log: silentLog,
      stateOf: () => state,
      wordsOf: () => en,
      coverOf: async (_server, { id }) => (await covers[id]) ?? null,
      done: () => {},
    },
  })
  return {
    ...{ bot, card, methods, saved, text },
    get state() {
      return state
    },
    become(changed: Partial<PlayerState>) {
      state = { ...state, ...changed }
    },
    /** Lets so much time pass that whatever is due has been asked of Discord. */
    async pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 50) {
        clock.advance(50)
        for (let turn = 0; turn < 10; turn++) await Promise.resolve()
      }
    },
    /** Lets time pass until that's so: what's asked of Discord takes its own time besides. */
    async passUntil(isSo: () => boolean, what: string) {
      await until(async () => {
        await this.pass(50)
        return isSo()
      }, what)
    },
    get shown() {
      return bot.discord.messages(text)
    },
    async [Symbol.asyncDispose]() {
      card[Symbol.dispose]()
      await bot[Symbol.asyncDispose]()
    },
  }
}

test('a card is edited at most every five seconds, and never for the same content', async () => {
  await using on = await stage()
  const { card, methods, pass } = on
  card.touch({ isNewTrack: true })
  await pass(100)
  await until(() => methods.length === 1, 'the card')
  for (let volume = 0; volume < 20; volume++) {
    on.become({ volume })
    card.touch()
    await pass(100)
  }
  expect(methods).toEqual(['POST'])
  await pass(4_000)
  await until(() => methods.length === 2, 'the edit')
  expect(on.shown.map((message) => message.text).join()).toContain('volume 19%')
  on.become({ paused: true })
  await pass(20_000)
  const before = methods.length
  card.touch()
  await on.passUntil(() => methods.length > before, 'the pause')
  for (let times = 0; times < 5; times++) {
    card.touch()
    await pass(6_000)
  }
  // An edit with the same content would be under way now, and come before this look at where it is.
  card.touch({ isNewTrack: true })
  await on.passUntil(() => methods.includes('GET'), 'the look')
  expect(methods.slice(before)).toEqual(['PATCH', 'GET'])
})

test('a track that begins anew leaves a card that’s in sight as it is', async () => {
  await using on = await stage()
  on.card.touch({ isNewTrack: true })
  await on.passUntil(() => on.shown.length === 1, 'the card')
  on.card.touch({ isNewTrack: true })
  await on.passUntil(() => on.methods.length >= 2, 'a look at where it is')
  on.become({ volume: 77 })
  on.card.touch()
  await on.passUntil(() => on.shown[0]?.text.includes('volume 77%') === true, 'the volume')
  on.card.touch({ isNewTrack: true })
  await on.passUntil(() => on.methods.filter((one) => one === 'GET').length >= 2, 'another look')
  expect(on.methods).toEqual(['POST', 'GET', 'PATCH', 'GET'])
})

test('a card that somebody deletes comes back with the next track, not before', async () => {
  await using on = await stage()
  const { card, methods } = on
  card.touch({ isNewTrack: true })
  await on.passUntil(() => on.shown.length === 1, 'the card')
  on.bot.guild.deleteMessage(on.text, { id: on.shown[0]?.id ?? '' })
  on.become({ volume: 50 })
  card.touch()
  await on.passUntil(() => methods.length === 2, 'the edit that finds it gone')
  on.become({ volume: 60 })
  card.touch()
  await on.pass(20_000)
  on.become(plays('b'))
  card.touch({ isNewTrack: true })
  await on.passUntil(() => methods.length >= 3, 'the next card')
  expect(on.shown[0]?.text).toContain('### **b**')
  expect(methods).toEqual(['POST', 'PATCH', 'POST'])
})

test('a card comes with the first sound, not while the bot still connects', async () => {
  const { current } = playing('a b').state
  if (current === null) throw new Error('nothing plays')
  const connecting = { ...current, announced: false, started: false, waiting: 'voice' } as const
  await using on = await stage({ current: connecting })
  on.card.touch({ isNewTrack: true })
  await on.pass(2_000)
  on.become({ current: { ...connecting, waiting: 'muted' } })
  on.card.touch()
  await on.passUntil(() => on.shown.length >= 1, 'the card')
  expect(on.shown[0]?.text).toContain('muted')
})

const PICTURE = 'https://i.example/320.jpg'
const pictured = (artworkUrl: string) => {
  const { state } = playing('a b')
  const { current } = state
  if (current === null) throw new Error('nothing plays')
  return { current: { ...current, track: { ...current.track, artworkUrl } } }
}
const picturesOf = (message: Message | undefined) =>
  flatten(message?.components ?? []).flatMap(({ type, media }) => (type === 11 ? [media?.url] : []))

test('the track’s picture stands beside its name', async () => {
  await using on = await stage(pictured(PICTURE))
  on.card.touch({ isNewTrack: true })
  await on.passUntil(() => on.shown.length >= 1, 'the card')
  expect(picturesOf(on.shown[0])).toEqual([PICTURE])
  expect(on.shown[0]?.text).toContain('### **a**')
})

test('a picture that a station shows stands in its place, and a link to anything else is left out', async () => {
  const SHOWN = 'https://radio.example/covers/one.JPG?size=300'
  const says = (link: string | null) => {
    const { current } = pictured(PICTURE)
    return { current: { ...current, said: { title: 'One', link } } }
  }
  for (const link of [
    ...['https://radio.example/', 'http://radio.example/a.jpg', 'javascript:a.jpg', 'a.jpg', ''],
    ...['https://me:secret@radio.example/a.jpg', `https://h/${'x'.repeat(2_000)}.png`, null],
  ]) {
    await using on = await stage(says(link))
    on.card.touch({ isNewTrack: true })
    await on.passUntil(() => on.shown.length >= 1, 'the card')
    expect(picturesOf(on.shown[0])).toEqual([PICTURE])
  }
  await using on = await stage(says(SHOWN))
  on.card.touch({ isNewTrack: true })
  await on.passUntil(() => on.shown.length >= 1, 'the card')
  expect(picturesOf(on.shown[0])).toEqual([SHOWN])
  expect(on.shown[0]?.text).toContain('### **a** — One')
})

test('where Discord refuses a picture, the card comes without, and asks for it no more', async () => {
  await using on = await stage(pictured(PICTURE))
  const { card, methods } = on
  const refuses = (route: string) =>
    on.bot.discord.faults.rest.failNext(route, 400, { code: 50_035, message: 'Invalid Form Body' })
  refuses('POST /channels/:channel/messages')
  card.touch({ isNewTrack: true })
  await on.passUntil(() => methods.length >= 1, 'the refusal')
  await on.passUntil(() => on.shown.length >= 1, 'the card')
  expect(picturesOf(on.shown[0])).toEqual([])
  on.become({ volume: 50 })
  card.touch()
  await on.passUntil(() => methods.length >= 3, 'the edit')
  expect(on.shown[0]?.text).toContain('volume 50%')
  expect(methods).toEqual(['POST', 'POST', 'PATCH'])
  // The same of another track's picture, in the card that stands.
  refuses('PATCH /channels/:channel/messages/:message')
  on.become({ ...pictured('https://i.example/other.jpg'), volume: 40 })
  card.touch()
  await on.passUntil(() => methods.length >= 4, 'the refusal')
  await on.passUntil(() => methods.length >= 5, 'the edit')
  expect(on.shown[0]?.text).toContain('volume 40%')
  expect(picturesOf(on.shown[0])).toEqual([])
  expect(methods).toEqual(['POST', 'POST', 'PATCH', 'PATCH', 'PATCH'])
})

const plays = (name: string) => {
  const { current } = playing('a b').state
  if (current === null) throw new Error('nothing plays')
  return { current: { ...current, track: track(name) } }
}
const coverOf = (mark: string): Cover => ({ type: 'image/png', bytes: png(mark) })
/** What Discord serves for the thumbnail. */
const shownPicture = async (message: Message | undefined) => {
  const [url = 'data:,'] = picturesOf(message)
  return (await fetch(url)).bytes()
}

test('a cover of the host’s is uploaded once, kept by edits, and makes way for the next one', async () => {
  const covers = { a: coverOf('one'), b: coverOf('one'), c: coverOf('two') }
  await using on = await stage(plays('a'), covers)
  const uploads: number[] = []
  on.bot.client.rest.on(RESTEvents.Response, ({ data }) => uploads.push(data.files?.length ?? 0))
  const show = async (state: Partial<PlayerState>) => {
    const before = on.methods.length
    on.become(state)
    on.card.touch()
    await on.passUntil(() => on.methods.length > before, 'the change')
  }
  await show({})
  expect(await shownPicture(on.shown[0])).toEqual(png('one'))
  await show({ volume: 50 })
  expect(await shownPicture(on.shown[0])).toEqual(png('one'))
  // The next track of the album has the same picture.
  await show(plays('b'))
  expect(uploads).toEqual([1, 0, 0])
  await show(plays('c'))
  expect(await shownPicture(on.shown[0])).toEqual(png('two'))
  expect(on.shown[0]?.attachments).toHaveLength(1)
  await show(plays('d'))
  expect(picturesOf(on.shown[0])).toEqual([])
  expect(on.shown[0]?.attachments).toEqual([])
  expect(uploads).toEqual([1, 0, 0, 1, 0])
})

test('a press keeps the picture, and brings none', async () => {
  await using on = await stage(plays('a'), { a: coverOf('one'), b: coverOf('two') })
  on.card.touch({ isNewTrack: true })
  await on.passUntil(() => on.saved.length >= 1, 'the card')
  const id = messageId(on.shown[0]?.id ?? '')
  on.become({ volume: 40 })
  const kept = (await on.card.pressed(id))?.(en)
  const [file] = on.shown[0]?.attachments ?? []
  expect(kept).toMatchObject({ attached: { id: file?.id, name: file?.filename } })
  expect(JSON.stringify(kept)).toContain(`attachment://${file?.filename}`)
  on.become(plays('b'))
  const other = (await on.card.pressed(id))?.(en)
  expect(other).toMatchObject({ attached: null })
  expect(JSON.stringify(other)).not.toContain('attachment://')
  await on.passUntil(() => on.methods.length >= 2, 'the edit that brings it')
  expect(await shownPicture(on.shown[0])).toEqual(png('two'))
})

test('a cover that’s long in coming is added later, and one that isn’t taken is left out', async () => {
  const { promise, resolve } = Promise.withResolvers<Cover | null>()
  await using on = await stage(plays('a'), { a: promise, b: coverOf('two') })
  on.card.touch({ isNewTrack: true })
  await on.passUntil(() => on.shown.length >= 1, 'the card')
  expect(picturesOf(on.shown[0])).toEqual([])
  resolve(coverOf('one'))
  await on.passUntil(() => on.methods.length >= 2, 'the edit')
  expect(await shownPicture(on.shown[0])).toEqual(png('one'))
  // The bot may attach nothing there: that's no reason to be silent.
  const edit = 'PATCH /channels/:channel/messages/:message'
  on.bot.discord.faults.rest.failNext(edit, 403, { code: 50_013, message: 'Missing Permissions' })
  on.become(plays('b'))
  on.card.touch()
  await on.passUntil(() => on.methods.length >= 4, 'the edit without')
  expect(on.shown[0]?.text).toContain('### **b**')
  expect(picturesOf(on.shown[0])).toEqual([])
})

test('a file that the message has lost is uploaded again', async () => {
  await using on = await stage(plays('a'), { a: coverOf('one') })
  on.card.touch({ isNewTrack: true })
  await on.passUntil(() => on.shown.length >= 1, 'the card')
  const edit = 'PATCH /channels/:channel/messages/:message'
  on.bot.discord.faults.rest.failNext(edit, 400, { code: 50_035, message: 'Invalid Form Body' })
  on.become({ volume: 10 })
  on.card.touch()
  await on.passUntil(() => on.methods.length >= 3, 'the second edit')
  expect(await shownPicture(on.shown[0])).toEqual(png('one'))
  expect(on.shown[0]?.attachments).toHaveLength(1)
})

test('a track that begins elsewhere while the card is being posted takes it there', async () => {
  await using on = await stage()
  const { card, methods } = on
  const { rest } = on.bot.client
  const { promise: arrives, resolve: arrive } = Promise.withResolvers<void>()
  const post = rest.post.bind(rest)
  spyOn(rest, 'post').mockImplementationOnce(async (...asked) => {
    const answer = await post(...asked)
    await arrives
    return answer
  })
  card.touch({ isNewTrack: true })
  await on.passUntil(() => methods.length >= 1, 'the answer, which is on its way')
  const other = on.bot.guild.createTextChannel('new')
  on.become({ textChannelId: channelId(other.id) })
  card.touch({ isNewTrack: true })
  arrive()
  await on.passUntil(() => methods.length >= 3, 'the new card')
  expect(methods).toEqual(['POST', 'POST', 'DELETE'])
  expect(on.shown).toEqual([])
  expect(on.bot.discord.messages(other)).toHaveLength(1)
})

test('a track that begins elsewhere while it’s looked where the card is takes it there', async () => {
  await using on = await stage()
  const { card, methods } = on
  card.touch({ isNewTrack: true })
  await on.passUntil(() => on.saved.length === 1, 'the card')
  const { rest } = on.bot.client
  const { promise: arrives, resolve: arrive } = Promise.withResolvers<void>()
  const get = rest.get.bind(rest)
  spyOn(rest, 'get').mockImplementationOnce(async (...asked) => {
    await get(...asked)
    await arrives
    // Buried below five messages.
    return [{}, {}, {}, {}, {}]
  })
  card.touch({ isNewTrack: true })
  await on.passUntil(() => methods.includes('GET'), 'the answer, which is on its way')
  const other = on.bot.guild.createTextChannel('new')
  on.become({ textChannelId: channelId(other.id) })
  card.touch({ isNewTrack: true })
  arrive()
  await on.passUntil(() => on.bot.discord.messages(other).length > 0, 'the card there')
  await on.passUntil(() => on.shown.length === 0, 'the end of the one before')
})

test('a press on a card that another one has replaced changes no player’s card, and says so', async () => {
  await using on = await stage()
  const { card, methods } = on
  card.touch({ isNewTrack: true })
  await on.passUntil(() => on.shown.length >= 1, 'the card')
  const before = messageId(on.shown[0]?.id ?? '')
  const [alice, other] = [on.bot.guild.createMember('alice'), on.bot.guild.createTextChannel('new')]
  // Discord doesn't delete the old one, so people still see its buttons.
  const remove = 'DELETE /channels/:channel/messages/:message'
  on.bot.discord.faults.rest.failNext(remove, 403, { code: 50_013, message: 'no' })
  on.become({ textChannelId: channelId(other.id) })
  card.touch({ isNewTrack: true })
  await on.passUntil(() => methods.length >= 3 && on.saved.length >= 2, 'the new card')
  expect(on.shown.map(({ id }) => id)).toEqual([before])
  expect(await card.pressed(before)).toBe(movedView)
  const [now] = on.bot.discord.messages(other)
  expect(on.saved.at(-1)?.messageId).toBe(messageId(now?.id ?? ''))
  // Nothing is changed by a press that nobody's card belongs to, whatever its number.
  expect(await card.pressed(messageId(alice.id))).toBe(movedView)
  expect(on.bot.discord.messages(other)).toHaveLength(1)
})

test('a card that was posted just before a crash is taken over by the first press on it', async () => {
  await using on = await stage()
  const { card, methods } = on
  const posted = await on.bot.client.rest.post(Routes.channelMessages(on.text.id), {
    body: { content: 'the card of before' },
  })
  const orphan = messageId((posted as { id: string }).id)
  const view = await card.pressed(orphan)
  expect(JSON.stringify(view?.(en))).toContain('### **a**')
  on.become({ volume: 40 })
  card.touch()
  await on.passUntil(() => methods.length >= 2 && on.saved.length >= 1, 'the edit')
  expect(methods).toEqual(['POST', 'PATCH'])
  expect(on.shown[0]?.text).toContain('volume 40%')
  expect(on.shown.map(({ id }) => messageId(id))).toEqual([orphan])
  expect(on.saved.at(-1)?.messageId).toBe(orphan)
})
