import { expect, test } from 'bun:test'
import { until } from '../discord/until.ts'
import { LocalBot } from './local-bot.ts'

test('people come and go, and nothing of them is kept but who is in which voice channel', async () => {
  await using bot = await LocalBot.start()
  const { client } = bot
  const lounge = bot.guild.createVoiceChannel('lounge')
  const people = Array.from({ length: 50 }, (_, index) => bot.guild.createMember(`p${index}`))
  for (const person of people) await person.joins(lounge, { listen: false })
  const guild = client.guilds.cache.get(bot.guild.id)
  await until(() => guild?.voiceStates.cache.size === people.length, 'everybody’s voice state')
  for (const person of people) await person.leaves()
  await until(() => guild?.voiceStates.cache.size === 0, 'everybody’s leaving')
  expect(guild?.members.cache.map(({ id }) => id)).toEqual([client.user.id])
  expect(client.users.cache.map(({ id }) => id)).toEqual([client.user.id])
})
