import { describe, expect, test } from 'bun:test'
import { onCommand, Stage } from './discord-js-stage.ts'
import { ClientRefusal } from './local-discord.ts'

/** Unmodified discord.js judges the interactions of the local Discord. */

describe('interactions, by discord.js', () => {
  test('logs in, sees the server, registers commands and answers one', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const guild = discord.createGuild('Room')
    guild.createVoiceChannel('Music', { bitrate: 96_000 })
    const alice = guild.createMember('alice')
    const client = await stage.logIn(
      onCommand((interaction) =>
        interaction.reply(
          `${interaction.user.username}: ${interaction.options.getString('query')}`,
        ),
      ),
    )
    expect(client.guilds.cache.get(guild.id)?.channels.cache.map(({ name }) => name)).toEqual([
      'general',
      'Music',
    ])
    const outcome = await alice.types('/play', 'a song')
    expect(outcome.response?.content).toBe('alice: a song')
    expect(outcome.response?.ephemeral).toBe(false)
    expect(outcome.acknowledgedAfterMs).toBeLessThan(3000)
    expect(discord.unknownCalls).toEqual([])
  })

  test('gets entries of context menus, with what they were opened on', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const guild = discord.createGuild()
    const text = guild.createTextChannel('music')
    const alice = guild.createMember('alice', { locale: 'de' })
    const client = await stage.logIn(async (interaction) => {
      if (interaction.isMessageContextMenuCommand()) {
        const { content, attachments } = interaction.targetMessage
        await interaction.reply(`${content}, ${attachments.first()?.name}`)
      }
      if (interaction.isUserContextMenuCommand())
        await interaction.reply(`${interaction.targetUser.username}, ${interaction.locale}`)
    })
    await client.application.commands.set([
      { type: 3, name: 'Play this', nameLocalizations: { de: 'Das abspielen' } },
      { type: 2, name: 'Greet' },
    ])
    const files = [{ name: 'song.wav', bytes: new Uint8Array(8) }]
    const message = alice.writes(text, 'listen', files)
    expect((await alice.picks('Das abspielen', message)).text).toBe('listen, song.wav')
    expect((await alice.picks('Greet', guild.createMember('bob'))).text).toBe('bob, de')
    await expect(alice.picks('Greet', message)).rejects.toThrow(ClientRefusal)
    expect(discord.unknownCalls).toEqual([])
  })

  test('autocompletes', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const alice = discord.createGuild().createMember('alice')
    await stage.logIn(async (interaction) => {
      if (!interaction.isAutocomplete()) return
      const { name, value } = interaction.options.getFocused(true)
      await interaction.respond([{ name: `${name}=${value}`, value: `${value}!` }])
    })
    expect(await alice.completes('/play', 'query', 'dre')).toEqual([
      { name: 'query=dre', value: 'dre!' },
    ])
  })

  test('is refused suggestions that are too many, too long or nameless, and may try again', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const alice = discord.createGuild().createMember('alice')
    const choice = { name: 'x', value: 'x' }
    const wrong = [
      Array.from({ length: 26 }, () => choice),
      [{ ...choice, name: '' }],
      [{ ...choice, name: 'x'.repeat(101) }],
      [{ ...choice, value: 'x'.repeat(101) }],
    ]
    const answers: unknown[] = []
    await stage.logIn(async (interaction) => {
      if (!interaction.isAutocomplete()) return
      const route = `/interactions/${interaction.id}/${interaction.token}/callback` as const
      for (const choices of wrong) {
        const options = { body: { type: 8, data: { choices } }, auth: false }
        answers.push(
          await interaction.client.rest.post(route, options).catch((error) => error.code),
        )
      }
      await interaction.respond(Array.from({ length: 25 }, () => choice))
    })
    expect(await alice.completes('/play', 'query', 'dre')).toHaveLength(25)
    expect(answers).toEqual([50035, 50035, 50035, 50035])
  })

  test('gets an attachment and downloads it, whole and in part', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const alice = discord.createGuild().createMember('alice')
    const bytes = crypto.getRandomValues(new Uint8Array(50_000))
    await stage.logIn(
      onCommand(async (interaction) => {
        const file = interaction.options.getAttachment('file', true)
        const whole = new Uint8Array(await (await fetch(file.url)).arrayBuffer())
        const range = await fetch(file.url, { headers: { range: 'bytes=100-199' } })
        const part = new Uint8Array(await range.arrayBuffer())
        await interaction.reply({
          content: JSON.stringify([
            file.name,
            file.size,
            file.contentType,
            Buffer.compare(whole, bytes),
            range.status,
            Buffer.compare(part, bytes.subarray(100, 200)),
          ]),
          files: [{ attachment: Buffer.from('back'), name: 'back.txt', description: 'for you' }],
        })
      }),
    )
    const outcome = await alice.types('/play', {}, { file: { name: 'song.flac', bytes } })
    expect(outcome.response?.content).toBe(
      JSON.stringify(['song.flac', 50_000, 'audio/x-flac', 0, 206, 0]),
    )
    const [back] = outcome.response?.attachments ?? []
    expect(back?.description).toBe('for you')
    expect(await (await fetch(back?.url ?? '')).text()).toBe('back')
  })

  test('answers buttons, menus and forms', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const alice = discord.createGuild().createMember('alice')
    await stage.logIn(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({
          content: 'panel',
          components: [
            {
              type: 1,
              components: [
                { type: 2, style: 1, custom_id: 'edit', label: 'Edit' },
                { type: 2, style: 2, custom_id: 'later', label: 'Later' },
                { type: 2, style: 2, custom_id: 'form', label: 'Form' },
              ],
            },
            {
              type: 1,
              components: [
                {
                  type: 3,
                  custom_id: 'menu',
                  options: [
                    { label: 'One', value: '1' },
                    { label: 'Two', value: '2' },
                  ],
                },
              ],
            },
          ],
        })
      } else if (interaction.isStringSelectMenu()) {
        await interaction.reply(`chose ${interaction.values.join()}`)
      } else if (interaction.isModalSubmit()) {
        await interaction.reply(`wrote ${interaction.fields.getTextInputValue('name')}`)
      } else if (interaction.isButton() && interaction.customId === 'edit') {
        await interaction.update({ content: 'edited' })
      } else if (interaction.isButton() && interaction.customId === 'later') {
        await interaction.deferUpdate()
        await interaction.editReply({ content: 'edited later' })
      } else if (interaction.isButton()) {
        await interaction.showModal({
          custom_id: 'f',
          title: 'Form',
          components: [
            {
              type: 1,
              components: [{ type: 4, custom_id: 'name', label: 'Name', style: 1 }],
            },
          ],
        })
      }
    })
    const outcome = await alice.types('/play', 'x')
    const panel = () => outcome.response ?? expect.unreachable()
    await alice.presses(panel(), 'edit')
    expect(panel().content).toBe('edited')
    const later = await (await alice.presses(panel(), 'later')).settled()
    expect([later.callbackType, panel().content]).toEqual([6, 'edited later'])
    expect((await alice.selects(panel(), 'menu', '2')).response?.content).toBe('chose 2')
    const form = await alice.presses(panel(), 'form')
    expect((await alice.submits(form, { name: 'Bo' })).response?.content).toBe('wrote Bo')
  })
})
