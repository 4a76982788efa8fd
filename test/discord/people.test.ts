import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { ApplicationCommandOptionType as Type } from 'discord.js'
import { Stage } from './discord-js-stage.ts'
import { ClientRefusal, type Guild, type Member } from './local-discord.ts'
import { Permission } from './state/permissions.ts'

/** What people can't do in a Discord client can't be done here, and never reaches the bot. */

let stage: Stage
let guild: Guild
let alice: Member

beforeAll(async () => {
  stage = await Stage.start()
  guild = stage.discord.createGuild()
  alice = guild.createMember('alice')
  const client = await stage.logIn((interaction) => {
    if (!interaction.isChatInputCommand()) return
    const { data } = interaction.options
    const components = [
      {
        type: 1,
        components: [
          { type: 2, style: 1, custom_id: 'on', label: 'On' },
          { type: 2, style: 1, custom_id: 'off', label: 'Off', disabled: true },
        ],
      },
      {
        type: 1,
        components: [{ type: 3, custom_id: 'menu', options: [{ label: 'One', value: '1' }] }],
      },
    ] as const
    const content = JSON.stringify(data.map(({ name, value }) => [name, value]))
    const rows = components.map((row) => ({ ...row, components: [...row.components] }))
    return interaction.reply({ content, components: rows as never })
  })
  await client.application.commands.set([
    {
      name: 'set',
      description: 'Sets',
      options: [
        { name: 'text', description: 't', type: Type.String, required: true, maxLength: 5 },
        { name: 'level', description: 'l', type: Type.Integer, minValue: 0, maxValue: 200 },
        { name: 'loud', description: 'b', type: Type.Boolean },
        {
          name: 'mode',
          description: 'm',
          type: Type.String,
          choices: [{ name: 'Whole queue', value: 'queue' }],
        },
        { name: 'who', description: 'w', type: Type.User },
        { name: 'where', description: 'c', type: Type.Channel, channelTypes: [2] },
        { name: 'file', description: 'f', type: Type.Attachment },
      ],
    },
    {
      name: 'filters',
      description: 'Filters',
      options: [{ name: 'clear', description: 'Clears', type: Type.Subcommand }],
    },
    { name: 'admin', description: 'Admins', defaultMemberPermissions: Permission.manageGuild },
  ])
})
afterAll(() => stage[Symbol.asyncDispose]())

describe('typing', () => {
  const refused: [string, () => Promise<unknown>][] = [
    ['an unknown command', () => alice.types('/unknown')],
    ['without a required option', () => alice.types('/set')],
    ['an unknown option', () => alice.types('/set', { text: 'x', nothing: 1 })],
    ['a text that is too long', () => alice.types('/set', 'xxxxxx')],
    ['a blank text', () => alice.types('/set', ' ')],
    ['a text for a number', () => alice.types('/set', { text: 'x', level: 'loud' })],
    ['a fraction for an integer', () => alice.types('/set', { text: 'x', level: 1.5 })],
    ['a number out of bounds', () => alice.types('/set', { text: 'x', level: 201 })],
    ['a text for a switch', () => alice.types('/set', { text: 'x', loud: 'yes' })],
    ['what is no choice', () => alice.types('/set', { text: 'x', mode: 'track' })],
    ['somebody who is not here', () => alice.types('/set', { text: 'x', who: '1' })],
    [
      'a channel of another kind',
      () => alice.types('/set', { text: 'x', where: guild.createTextChannel('t') }),
    ],
    ['a text for a file', () => alice.types('/set', { text: 'x', file: 'song.flac' })],
    ['a command without its subcommand', () => alice.types('/filters')],
    ['an unknown subcommand', () => alice.types('/filters show')],
    ['a command above the own rights', () => alice.types('/admin')],
  ]

  test.each(refused)('%s is refused', async (_name, act) => {
    await expect(act()).rejects.toThrow(ClientRefusal)
  })

  test('sends what was entered: choices by name, people and channels by id', async () => {
    const channel = guild.createVoiceChannel('Music')
    const outcome = await alice.types('/set', {
      text: 'x',
      level: 200,
      loud: true,
      mode: 'Whole queue',
      who: alice,
      where: channel,
    })
    expect(JSON.parse(outcome.response?.content ?? '')).toEqual([
      ['text', 'x'],
      ['level', 200],
      ['loud', true],
      ['mode', 'queue'],
      ['who', alice.id],
      ['where', channel.id],
    ])
  })

  test('subcommands and commands that a role allows pass', async () => {
    expect((await alice.types('/filters clear')).response?.content).toBe('[["clear",null]]')
    const boss = guild.createMember('boss')
    guild.giveRole(boss, guild.createRole('Bosses', Permission.manageGuild))
    expect((await boss.types('/admin')).response?.content).toBe('[]')
  })
})

describe('pressing', () => {
  test('needs a component that is there, enabled, and offers the value', async () => {
    const outcome = await alice.types('/set', 'x')
    const message = outcome.response ?? expect.unreachable()
    await expect(alice.presses(message, 'gone')).rejects.toThrow('has no gone')
    await expect(alice.presses(message, 'off')).rejects.toThrow('is disabled')
    await expect(alice.presses(message, 'menu')).rejects.toThrow('has no menu')
    await expect(alice.selects(message, 'menu', '2')).rejects.toThrow('does not offer 2')
    await expect(alice.selects(message, 'menu', '1', '1')).rejects.toThrow('takes 1 to 1')
  })
})

describe('joining', () => {
  test('needs a voice channel with room, seen and allowed', async () => {
    const full = guild.createVoiceChannel('Full', { userLimit: 1 })
    await guild.createMember('bob').joins(full, { listen: false })
    await expect(alice.joins(full)).rejects.toThrow('is full')
    await expect(alice.joins(guild.createTextChannel('t'))).rejects.toThrow('not a voice channel')
    expect(alice.voiceChannelId).toBeNull()
    guild.editChannel(full, { userLimit: 2 })
    await alice.joins(full, { listen: false })
    expect(alice.voiceChannelId).toBe(full.id)
    await alice.leaves()
    expect(alice.voiceChannelId).toBeNull()
  })
})
