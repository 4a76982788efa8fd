import { describe, expect, test } from 'bun:test'
import { MessageFlags } from 'discord.js'
import { onCommand, Stage } from './discord-js-stage.ts'
import { NotAcknowledged } from './local-discord.ts'
import { ManualClock } from './manual-clock.ts'
import { Changes } from './state/changes.ts'

/** Unmodified discord.js judges what becomes of an answer: who sees it, and until when it may come. */

describe('answers, by discord.js', () => {
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
        // Discord judges a few turns later, since what lies in its socket by then still counts.
        for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve))
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
