import { expect, test } from 'bun:test'
import { ComponentType, TextInputStyle } from 'discord.js'
import type { SlashCommand } from '../../../src/gateway/commands/command.ts'
import type { Component } from '../../../src/gateway/components/component.ts'
import { type Reply, toEveryone } from '../../../src/gateway/interactions/reply.ts'
import { Table } from '../../../src/gateway/interactions/table.ts'
import type { Menu } from '../../../src/gateway/menus/menu.ts'
import type { Modal } from '../../../src/gateway/modals/modal.ts'
import { customId } from '../../../src/gateway/views/custom-id.ts'
import { en } from '../../../src/gateway/words/en.ts'
import { NotAcknowledged } from '../../discord/local-discord.ts'
import { Process } from '../../player/fleet.ts'
import { membersOf } from './members.ts'

const says = (content: string): Reply => toEveryone(() => ({ content }))
const command = (run: SlashCommand['run']): SlashCommand => ({ form: { name: 'queue' }, run })
const button = (action: string, ...args: string[]) => ({
  ...{ type: ComponentType.Button, style: 2, label: action },
  custom_id: customId(action, ...args),
})

/** After this much Discord is told that an answer is coming. */
const DEFERRED_AFTER_MS = 1_300

test('each kind reaches what it names, with what it carries, and is answered', async () => {
  const menu: Menu = {
    name: 'Show this',
    run: async ({ target }) => says(target.kind === 'message' ? target.text : 'nobody'),
  }
  const turn: Component = { action: 'turn', run: async ({ args }) => says(args.join('|')) }
  const choose: Component = { action: 'choose', run: async ({ values }) => says(values.join('|')) }
  await using members = await membersOf({
    commands: [command(async ({ guildId }) => says(guildId))],
    menus: [menu],
    components: [turn, choose],
  })
  const { alice, guild, posts } = members
  expect((await alice.types('/queue')).text).toBe(guild.id)
  const listen = alice.writes(members.text, 'listen')
  expect((await alice.picks('Show this', listen)).text).toBe('listen')
  const turns = await posts([button('turn', 'a:b', '3')])
  expect((await alice.presses(turns, customId('turn', 'a:b', '3'))).text).toBe('a:b|3')
  const options = ['x', 'y'].map((value) => ({ label: value, value }))
  const select = { type: 3, custom_id: customId('choose'), options, max_values: 2 }
  expect((await alice.selects(await posts([select]), select.custom_id, 'x', 'y')).text).toBe('x|y')
})

test('a button opens a form, and the form reaches what it names', async () => {
  const open: Component = {
    action: 'open',
    run: async () => ({
      form: () => ({
        title: 'Name',
        custom_id: customId('name', '7'),
        components: [
          {
            type: ComponentType.Label,
            label: 'Name',
            component: {
              type: ComponentType.TextInput,
              custom_id: 'name',
              style: TextInputStyle.Short,
            },
          },
        ],
      }),
    }),
  }
  const name: Modal = {
    action: 'name',
    run: async ({ args, text }) => ({
      view: () => ({ content: `${args.join()} ${text('name')} ${text('other')}` }),
      visibility: 'in place',
    }),
  }
  await using members = await membersOf({ components: [open], modals: [name] })
  const { alice, posts, discord, text } = members
  const message = await posts([button('open')])
  const opened = await alice.presses(message, customId('open'))
  const sent = await alice.submits(opened, { name: 'Alpha' })
  expect(sent.callbackType).toBe(7)
  expect(discord.messages(text).map(({ content }) => content)).toEqual(['7 Alpha null'])
})

const VISIBILITIES = ['everyone', 'caller', 'in place'] as const

test.each(VISIBILITIES)(
  'a button that takes long to answer, for %s, is deferred unseen and then answered',
  async (visibility) => {
    const held = Promise.withResolvers<void>()
    const slow: Component = {
      action: 'slow',
      run: async () => {
        await held.promise
        return { view: () => ({ content: 'done' }), visibility }
      },
    }
    await using members = await membersOf({ components: [slow] })
    const { alice, clock, posts, came, discord, text } = members
    const message = await posts([button('slow')])
    const pressed = alice.presses(message, customId('slow'))
    await came(1)
    clock.advance(DEFERRED_AFTER_MS)
    const outcome = await pressed
    expect(outcome.callbackType).toBe(6)
    expect(discord.messages(text).map(({ content }) => content)).toEqual(['here'])
    held.resolve()
    const isDone = () => outcome.text.includes('done')
    await discord.until(isDone, { what: 'the answer' })
    expect(discord.messages(text).map(({ content }) => content)).toEqual(
      { everyone: ['here', 'done'], caller: ['here'], 'in place': ['done'] }[visibility],
    )
    expect(outcome.followUps.map(({ ephemeral }) => ephemeral)).toEqual(
      { everyone: [false], caller: [true], 'in place': [] }[visibility],
    )
  },
)

test('what Discord was slow to hand over is acknowledged at once, and what is too old is left', async () => {
  let ageMs = 0
  let held = Promise.resolve()
  const slow = command(async () => {
    await held
    return says('done')
  })
  await using members = await membersOf({ commands: [slow] }, () => ageMs)
  const { alice, clock, came } = members
  // Ages count once a few were quick: before, this machine's clock may be wrong.
  for (let n = 0; n < 3; n++) await alice.types('/queue')
  ageMs = 2_000
  const holding = Promise.withResolvers<void>()
  held = holding.promise
  const typed = alice.types('/queue')
  await came(4)
  clock.advance(0)
  const outcome = await typed
  expect(outcome.response?.loading).toBe(true)
  holding.resolve()
  expect((await outcome.settled()).text).toBe('done')
  ageMs = 3_000
  const lost = alice.types('/queue')
  await came(5)
  await members.router.settled()
  clock.advance(3_000)
  await expect(lost).rejects.toBeInstanceOf(NotAcknowledged)
})

test('a button needs no answer if its message is deleted meanwhile', async () => {
  const held = Promise.withResolvers<void>()
  const slow: Component = {
    action: 'slow',
    run: async () => {
      await held.promise
      return { view: () => ({ content: 'done' }), visibility: 'in place' }
    },
  }
  await using members = await membersOf({ components: [slow] })
  const { alice, clock, posts, came, discord, text, router, refusals } = members
  const message = await posts([button('slow')])
  const pressed = alice.presses(message, customId('slow'))
  await came(1)
  clock.advance(DEFERRED_AFTER_MS)
  const outcome = await pressed
  const url = `${discord.apiUrl}/v10/channels/${text.id}/messages/${message.id}`
  const headers = { authorization: `Bot ${discord.token}` }
  expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(204)
  held.resolve()
  await router.settled()
  expect([outcome.text, refusals]).toEqual(['', []])
})

test('a form that comes too late to be opened is refused with a sentence', async () => {
  const held = Promise.withResolvers<void>()
  const open = command(async () => {
    await held.promise
    return { form: () => ({ title: 'x', custom_id: 'x', components: [] }) }
  })
  await using members = await membersOf({ commands: [open] })
  const typed = members.alice.types('/queue')
  await members.came(1)
  members.clock.advance(DEFERRED_AFTER_MS)
  const outcome = await typed
  held.resolve()
  await outcome.settled()
  expect(outcome.text).toBe(en.errors.internal)
})

test('an answer may be laid out by Components V2, also after a deferral', async () => {
  const held = Promise.withResolvers<void>()
  const layout = [{ type: ComponentType.TextDisplay, content: 'laid out' }] as const
  const laid = command(async () => {
    await held.promise
    return toEveryone(() => ({ layout }))
  })
  await using members = await membersOf({ commands: [laid] })
  const late = members.alice.types('/queue')
  await members.came(1)
  members.clock.advance(DEFERRED_AFTER_MS)
  const outcome = await late
  held.resolve()
  await outcome.settled()
  const prompt = await members.alice.types('/queue')
  expect([outcome, prompt].map(({ response }) => response?.text)).toEqual(['laid out', 'laid out'])
})

test('presses count towards what a member may send at once', async () => {
  const fine: Component = { action: 'fine', run: async () => says('fine') }
  await using members = await membersOf({
    commands: [command(async () => says('fine'))],
    components: [fine],
  })
  const { alice, posts } = members
  const message = await posts([button('fine')])
  for (let press = 0; press < 19; press++)
    expect((await alice.presses(message, customId('fine'))).text).toBe('fine')
  expect((await alice.types('/queue')).text).toBe('fine')
  const refused = await alice.presses(message, customId('fine'))
  expect([refused.text, refused.response?.ephemeral]).toEqual([en.errors['slow-down'], true])
  expect((await alice.types('/queue')).text).toBe(en.errors['slow-down'])
})

test('a press in a server that another process plays is left to that one', async () => {
  const never: Component = { action: 'never', run: () => expect.unreachable() }
  await using members = await membersOf({ components: [never] })
  const { alice, posts, shared, guild, came, router, clock } = members
  const message = await posts([button('never')])
  clock.advance(10_000)
  shared.holders.set(guild.id as never, new Process(shared))
  const pressed = alice.presses(message, customId('never'))
  await came(1)
  await router.settled()
  clock.advance(3_000)
  await expect(pressed).rejects.toThrow(NotAcknowledged)
})

test('just after a start a press gets an excuse where a process that was killed may hold the server', async () => {
  const never: Component = { action: 'never', run: () => expect.unreachable() }
  await using members = await membersOf({ components: [never] })
  const { alice, posts, shared, guild, came, clock } = members
  const message = await posts([button('never')])
  shared.holders.set(guild.id as never, new Process(shared))
  const pressed = alice.presses(message, customId('never'))
  await came(1)
  clock.advance(2_000)
  const { text, response } = await pressed
  expect([text, response?.ephemeral]).toEqual([en.errors['other-process'], true])
})

test('if nobody knows who plays, a press gets an excuse before Discord gives up', async () => {
  const never: Component = { action: 'never', run: () => expect.unreachable() }
  await using members = await membersOf({ components: [never] })
  const { alice, posts, shared, came, clock } = members
  const message = await posts([button('never')])
  shared.state = 'away'
  const pressed = alice.presses(message, customId('never'))
  await came(1)
  clock.advance(2_000)
  const { text, response } = await pressed
  expect([text, response?.ephemeral]).toEqual([en.errors['database-away'], true])
})

test('whatever a button throws is a sentence for its caller alone', async () => {
  const broken: Component = { action: 'broken', run: () => Promise.reject(new Error('secret')) }
  await using members = await membersOf({ components: [broken] })
  const message = await members.posts([button('broken')])
  const { text, response } = await members.alice.presses(message, customId('broken'))
  expect([text, response?.ephemeral]).toEqual([en.errors.internal, true])
  expect(members.refusals).toEqual([])
})

test('two handlers of one name are refused when the bot starts', () => {
  const fine: Component = { action: 'fine', run: async () => says('fine') }
  const handlers = { commands: [], menus: [], modals: [], components: [fine, fine] }
  expect(() => new Table(handlers)).toThrow('two of one name: fine, fine')
})
