import { expect, test } from 'bun:test'
import { RESTEvents } from 'discord.js'
import { channelId } from '../../../src/base/ids.ts'
import type { PlayerState } from '../../../src/domain/player/state.ts'
import { Card } from '../../../src/gateway/now-playing/card.ts'
import { CardMessages } from '../../../src/gateway/now-playing/card-messages.ts'
import { EditTurns } from '../../../src/gateway/now-playing/edit-turns.ts'
import { RefusingChannels } from '../../../src/gateway/refusing-channels.ts'
import { en } from '../../../src/gateway/words/en.ts'
import { silentLog } from '../../../src/observability/log.ts'
import { ManualClock } from '../../discord/manual-clock.ts'
import { until } from '../../discord/until.ts'
import { guild, playing } from '../../domain/player/sample.ts'
import { LocalBot } from '../local-bot.ts'

test('a card is edited at most every five seconds, and never for the same content', async () => {
  await using bot = await LocalBot.start()
  const text = bot.guild.createTextChannel('music')
  const clock = new ManualClock(0)
  const methods: string[] = []
  bot.client.rest.on(RESTEvents.Response, ({ method }) => void methods.push(method))
  const { state: begun } = playing('a b')
  let state: PlayerState = { ...begun, textChannelId: channelId(text.id) }
  const refusing = new RefusingChannels(bot.client, clock)
  const card = new Card(guild, {
    messages: new CardMessages(bot.client.rest, refusing, { mayAnnounce: true }, silentLog),
    store: { load: async () => null, save: async () => {} },
    turns: new EditTurns(clock),
    ...{ clock, log: silentLog, stateOf: () => state, wordsOf: () => en, done: () => {} },
  })
  /** Lets so much time pass that whatever is due has been asked of Discord. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advance(50)
      for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    }
  }
  card.touch({ isNewTrack: true })
  await pass(100)
  await until(() => methods.length === 1, 'the card')
  for (let volume = 0; volume < 20; volume++) {
    state = { ...state, volume }
    card.touch()
    await pass(100)
  }
  expect(methods).toEqual(['POST'])
  await pass(4_000)
  await until(() => methods.length === 2, 'the edit')
  expect(
    bot.discord
      .messages(text)
      .map((message) => message.text)
      .join(),
  ).toContain('volume 19%')
  state = { ...state, paused: true }
  await pass(20_000)
  const before = methods.length
  for (let times = 0; times < 5; times++) {
    card.touch()
    await pass(6_000)
  }
  await until(() => methods.length > before, 'the pause')
  expect(methods.length).toBe(before + 1)
  card[Symbol.dispose]()
})
