import { describe, expect, test } from 'bun:test'
import { MessageFlags } from 'discord.js'
import { ManualClock } from '../support/manual-clock.ts'
import { Changes } from './changes.ts'
import { onCommand, Stage } from './discord-js-stage.ts'
import { NotAcknowledged } from './local-discord.ts'

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

  test('a deferred answer decides who sees it, whatever the follow-up asks for', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const alice = discord.createGuild().createMember('alice')
    await stage.logIn(
      onCommand(async (interaction) => {
        await interaction.deferReply({ flags: MessageFlags.Ephemeral })
        await interaction.followUp({ content: 'first' })
        await interaction.followUp({ content: 'second' })
        await interaction.editReply({ content: 'first, edited' })
      }),
    )
    const outcome = await alice.types('/play', 'x')
    await outcome.settled(({ response }) => response?.content === 'first, edited')
    expect(outcome.response?.ephemeral).toBe(true)
    expect(outcome.followUps.map(({ content, ephemeral }) => [content, ephemeral])).toEqual([
      ['second', false],
    ])
  })

  test('what fills a public deferral is public, even a follow-up that asks to be ephemeral', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const guild = discord.createGuild()
    const text = guild.createTextChannel('bots')
    const alice = guild.createMember('alice')
    await stage.logIn(
      onCommand(async (interaction) => {
        await interaction.deferReply()
        await interaction.followUp({ content: 'for you', flags: MessageFlags.Ephemeral })
      }),
    )
    const outcome = await alice.types('/play', 'x', { in: text })
    await outcome.settled(({ response }) => response?.content === 'for you')
    expect(outcome.response?.ephemeral).toBe(false)
    expect(outcome.followUps).toEqual([])
    expect(discord.messages(text).map(({ content }) => content)).toEqual(['for you'])
  })

  test('a public deferral can be deleted and an ephemeral follow-up takes its place', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const guild = discord.createGuild()
    const text = guild.createTextChannel('bots')
    const alice = guild.createMember('alice')
    await stage.logIn(
      onCommand(async (interaction) => {
        await interaction.deferReply()
        await interaction.deleteReply()
        await interaction.followUp({ content: 'for you', flags: MessageFlags.Ephemeral })
      }),
    )
    const outcome = await alice.types('/play', 'x', { in: text })
    await outcome.settled()
    expect(outcome.response).toBeNull()
    expect(outcome.followUps.map(({ content, ephemeral }) => [content, ephemeral])).toEqual([
      ['for you', true],
    ])
    expect(discord.messages(text)).toEqual([])
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
    await alice.presses(panel(), 'later')
    await outcome.settled(({ response }) => response?.content === 'edited later')
    expect((await alice.selects(panel(), 'menu', '2')).response?.content).toBe('chose 2')
    const form = await alice.presses(panel(), 'form')
    expect((await alice.submits(form, { name: 'Bo' })).response?.content).toBe('wrote Bo')
  })

  test('a second first response is refused with 40060', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const alice = discord.createGuild().createMember('alice')
    const refused = Promise.withResolvers<unknown>()
    await stage.logIn(
      onCommand(async (interaction) => {
        const { id, token } = interaction
        await interaction.reply('once')
        const body = { type: 4, data: { content: 'twice' } }
        await interaction.client.rest
          .post(`/interactions/${id}/${token}/callback`, { body, auth: false })
          .catch(refused.resolve)
      }),
    )
    const outcome = await alice.types('/play', 'x')
    expect(await refused.promise).toMatchObject({ status: 400, code: 40060 })
    expect(outcome.text).toBe('once')
  })

  test('a first response after 3 s is refused with 10062, one just before is not', async () => {
    const clock = new ManualClock()
    await using stage = await Stage.start({ clock })
    const { discord } = stage
    const alice = discord.createGuild().createMember('alice')
    const failures: unknown[] = []
    const answered = new Changes()
    const delays = [2999, 3001]
    await stage.logIn(
      onCommand(async (interaction) => {
        clock.advance(delays.shift() ?? 0)
        await interaction.reply('here').catch((error) => failures.push(error))
        answered.notify()
      }),
    )
    expect((await alice.types('/play', 'x')).acknowledgedAfterMs).toBe(2999)
    await expect(alice.types('/play', 'x')).rejects.toThrow(NotAcknowledged)
    await answered.until(
      () => failures[0],
      2000,
      () => 'the refusal',
    )
    expect(failures).toMatchObject([{ status: 404, code: 10062 }])
  })

  test('a token is worth 15 minutes', async () => {
    const clock = new ManualClock()
    await using stage = await Stage.start({ clock, heartbeatIntervalMs: 3_600_000 })
    const { discord } = stage
    const alice = discord.createGuild().createMember('alice')
    const results: unknown[] = []
    const answered = new Changes()
    await stage.logIn(
      onCommand(async (interaction) => {
        await interaction.deferReply()
        clock.advance(15 * 60_000 - 1)
        await interaction.editReply('in time').then(({ content }) => results.push(content))
        clock.advance(1)
        await interaction.editReply('too late').catch((error) => results.push(error))
        answered.notify()
      }),
    )
    await alice.types('/play', 'x')
    await answered.until(
      () => results[1],
      2000,
      () => 'two results',
    )
    expect(results).toMatchObject(['in time', { status: 401, code: 50027 }])
  })

  test('tells what became of the first response when it is asked to', async () => {
    await using stage = await Stage.start()
    const { discord } = stage
    const alice = discord.createGuild().createMember('alice')
    const told: unknown[] = []
    await stage.logIn(
      onCommand(async (interaction) => {
        const flags = MessageFlags.Ephemeral
        const { interaction: meta, resource } = await interaction.deferReply({
          flags,
          withResponse: true,
        })
        told.push(meta.responseMessageEphemeral, meta.responseMessageLoading)
        told.push(resource?.message?.id === meta.responseMessageId)
        await interaction.editReply('done')
      }),
    )
    const outcome = await alice.types('/play', 'x')
    await outcome.settled()
    expect(told).toEqual([true, true, true])
  })

  test('a command that nobody answers fails for the person after 3 s', async () => {
    const clock = new ManualClock()
    await using stage = await Stage.start({ clock })
    const { discord } = stage
    const alice = discord.createGuild().createMember('alice')
    const client = await stage.logIn()
    await client.destroy()
    const typed = alice.types('/play', 'x')
    clock.advance(3000)
    await expect(typed).rejects.toThrow(NotAcknowledged)
  })
})
