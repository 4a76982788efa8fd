import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { de } from '../../src/gateway/words/de.ts'
import { es } from '../../src/gateway/words/es.ts'
import { fr } from '../../src/gateway/words/fr.ts'
import { ptBR } from '../../src/gateway/words/pt-br.ts'
import { endInOrder, House } from './house.ts'
import { expectRefusal } from './room.ts'

setDefaultTimeout(120_000)

let house: House
beforeAll(async () => {
  house = await House.start()
})
afterAll(() => endInOrder(house))

test.concurrent('a member is answered in the language of their client, and everybody told in the server’s', async () => {
  const room = await house.room({ announcements: 'lines' })
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
  const room = await house.room({ announcements: 'lines' })
  room.guild.setLocale('ja')
  const lea = room.guild.createMember('lea', { locale: 'ja' })
  await lea.joins(room.lounge)
  expect(await room.types('/play', 'blip', { by: lea })).toBe('Playing **Blip**')
  await room.reads('That was the last track in the queue.')
})

for (const [locale, command, answer, words] of [
  ['fr', '/jouer', 'En cours\u202f: **Blip**', fr],
  ['es-ES', '/reproducir', 'Suena **Blip**', es],
  ['es-419', '/reproducir', 'Suena **Blip**', es],
  ['pt-BR', '/tocar', 'Tocando **Blip**', ptBR],
] as const) {
  test.concurrent(`${locale} has its own command, and reads its own answer and refusal`, async () => {
    const room = await house.room()
    const ana = room.guild.createMember('ana', { locale })
    await ana.joins(room.lounge)
    expect(await room.types(command, 'blip', { by: ana })).toBe(answer)
    await expectRefusal(
      await room.outcome('/move', { from: 8, to: 9 }, { by: ana }),
      'queue-empty',
      words,
    )
  })
}

test.concurrent('Discord shows the commands in the language of whoever reads them', async () => {
  const command = house.discord.bot.commands.list(null).find(({ name }) => name === 'loop')
  expect(command).toMatchObject({
    name_localizations: {
      ...{ de: 'wiederholen', fr: 'boucle', 'es-ES': 'repetir', 'es-419': 'repetir' },
      'pt-BR': 'repetir',
    },
    description_localizations: {
      de: de.commands.loop.description,
      fr: fr.commands.loop.description,
      'es-ES': es.commands.loop.description,
      'es-419': es.commands.loop.description,
      'pt-BR': ptBR.commands.loop.description,
    },
  })
})
