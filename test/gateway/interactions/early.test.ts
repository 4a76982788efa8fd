import { expect, test } from 'bun:test'
import { type ChatInputCommandInteraction, Events, type Interaction, REST } from 'discord.js'
import { MemoryRateLimit } from '../../../src/cache/memory-rate-limit.ts'
import { commandData } from '../../../src/gateway/commands/data.ts'
import { slashCommands } from '../../../src/gateway/commands/list.ts'
import { Gateway } from '../../../src/gateway/gateway.ts'
import { type Arrival, Arrivals } from '../../../src/gateway/interactions/arrivals.ts'
import { EarlyInteractions } from '../../../src/gateway/interactions/early.ts'
import { register } from '../../../src/gateway/registration.ts'
import { customId } from '../../../src/gateway/views/custom-id.ts'
import { en } from '../../../src/gateway/words/en.ts'
import { Events as AppEvents } from '../../../src/observability/events.ts'
import { silentLog } from '../../../src/observability/log.ts'
import { LocalDiscord } from '../../discord/local-discord.ts'
import { ManualClock } from '../../discord/manual-clock.ts'
import { until } from '../../discord/until.ts'
import { LocalBot } from '../local-bot.ts'

const COMMANDS = slashCommands.map(({ form }) => commandData(form))
const NEVER = new AbortController().signal

/** A bot that has logged in and registered its commands, and is not there yet for what they do. */
async function startingBot() {
  const bot = await LocalBot.start()
  const { client, guild } = bot
  await register(client.rest, client.application.id, COMMANDS, NEVER)
  const clock = new ManualClock(0)
  let seen = 0
  client.on(Events.InteractionCreate, () => void seen++)
  const early = new EarlyInteractions(client, new Arrivals(clock), clock, silentLog)
  const arrived = (count: number) => until(() => seen === count, 'the interaction')
  const alice = guild.createMember('alice')
  const dispose = () => bot[Symbol.asyncDispose]()
  const { discord } = bot
  return { client, discord, guild, clock, early, alice, arrived, [Symbol.asyncDispose]: dispose }
}

test('a command that comes too early is handed over, with the time at which it came', async () => {
  await using bot = await startingBot()
  const typed = bot.alice.types('/queue')
  await bot.arrived(1)
  bot.clock.advance(1_500)
  const handled: [Interaction, Arrival][] = []
  bot.early.release((interaction, arrival) => handled.push([interaction, arrival]))
  expect(handled.map(([, { receivedAtMs }]) => receivedAtMs)).toEqual([0])
  bot.clock.advance(10_000)
  const [[interaction] = []] = handled
  await (interaction as ChatInputCommandInteraction).reply('here it is')
  expect((await typed).text).toBe('here it is')
})

test('one that would wait too long is answered, to its caller alone, and not handed over', async () => {
  await using bot = await startingBot()
  const typed = bot.alice.types('/queue')
  const offered = bot.alice.completes('/play', 'query', 'alp')
  await bot.arrived(2)
  bot.clock.advance(2_000)
  const { text, response } = await typed
  expect([text, response?.ephemeral]).toEqual([en.errors.starting, true])
  expect(await offered).toEqual([])
  bot.early.release(() => expect.unreachable())
})

test('a button that is pressed too early is answered in the same way', async () => {
  await using bot = await startingBot()
  const text = bot.guild.createTextChannel('music')
  const button = { type: 2, style: 2, label: 'Pause', custom_id: customId('pause', 'en-US') }
  const components = [{ type: 1, components: [button] }]
  await bot.client.rest.post(`/channels/${text.id}/messages`, { body: { components } })
  const message = await bot.discord.waitForMessage(text, () => true)
  const pressed = bot.alice.presses(message, button.custom_id)
  await bot.arrived(1)
  bot.clock.advance(2_000)
  expect((await pressed).text).toBe(en.errors.starting)
  bot.early.release(() => expect.unreachable())
})

test('what comes after the start is left to who handles it then', async () => {
  await using bot = await startingBot()
  bot.early.release(() => expect.unreachable())
  bot.client.on(Events.InteractionCreate, (interaction) => {
    if (interaction.isChatInputCommand()) void interaction.reply('at your service')
  })
  expect((await bot.alice.types('/queue')).text).toBe('at your service')
  bot.clock.advance(10_000)
})

test('the bot’s own gateway holds what comes before it serves', async () => {
  await using discord = await LocalDiscord.start()
  const alice = discord.createGuild().createMember('alice')
  const clock = new ManualClock(0)
  const { apiUrl, token } = discord
  const events = new AppEvents(silentLog)
  const rateLimit = new MemoryRateLimit(clock)
  const own = { ownerIds: [], messageContent: false, historyDays: 90 }
  const options = { apiUrl, token, clock, log: silentLog, events, rateLimit, ...own }
  await using _gateway = await Gateway.connect(options, new AbortController().signal)
  await register(new REST({ api: apiUrl }).setToken(token), discord.applicationId, COMMANDS, NEVER)
  let answered = false
  const typed = alice.types('/queue').finally(() => {
    answered = true
  })
  // Time passes from the moment the command arrives, which only this shows.
  const passes = () => {
    clock.advance(2_000)
    return answered
  }
  await until(passes, 'the answer')
  expect((await typed).text).toBe(en.errors.starting)
})
