import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { de } from '../../src/gateway/words/de.ts'
import { endInOrder, House } from './house.ts'
import { expectRefusal } from './room.ts'

setDefaultTimeout(120_000)

let house: House
beforeAll(async () => {
  house = await House.start({}, { database: 'server' })
})
afterAll(() => endInOrder(house))

test.concurrent('a member is answered in the language of their client, and everybody told in the server’s', async () => {
  const room = await house.room()
  room.guild.setLocale('de')
  const dora = room.guild.createMember('dora', { locale: 'de' })
  await dora.joins(room.lounge)
  expect(await room.types('/play', 'blip')).toBe('Playing **Blip**')
  expect(await room.types('/abspielen', 'alpha', { by: dora })).toBe(
    '**Alpha** ist auf Platz 1 der Warteschlange',
  )
  await room.reads('Es läuft **Alpha**')
  expect(await room.types('/lautstärke', {}, { by: dora })).toBe('Lautstärke: 100\u00a0%')
  expect(await room.types('/loop', { mode: 'track' }, { by: dora })).toBe(
    'Der jetzige Titel wird wiederholt.',
  )
  expect(await room.types('/nowplaying')).toContain('volume 100% · loop track')
})

test.concurrent('a refusal speaks the caller’s language, too', async () => {
  const room = await house.room({ join: false })
  const dora = room.guild.createMember('dora', { locale: 'de' })
  const refused = await room.outcome('/pause', {}, { by: dora })
  await expectRefusal(refused, 'caller-not-in-voice', de)
})

test.concurrent('whoever reads a language that the bot doesn’t speak reads English', async () => {
  const room = await house.room()
  room.guild.setLocale('fr')
  const lea = room.guild.createMember('lea', { locale: 'fr' })
  await lea.joins(room.lounge)
  expect(await room.types('/play', 'blip', { by: lea })).toBe('Playing **Blip**')
  await room.reads('That was the last track in the queue.')
})

test.concurrent('Discord shows the commands in German to whoever reads German', async () => {
  const command = house.discord.bot.commands.list(null).find(({ name }) => name === 'loop')
  expect(command).toMatchObject({
    name_localizations: { de: 'wiederholen' },
    description_localizations: { de: de.commands.loop.description },
  })
})
