import { afterAll, beforeAll, expect, test } from 'bun:test'
import { fileURLToPath } from 'node:url'
import { customId } from '../../../src/gateway/views/custom-id.ts'
import { de } from '../../../src/gateway/words/de.ts'
import { en } from '../../../src/gateway/words/en.ts'
import type { Member, Message } from '../../discord/local-discord.ts'
import { flatten } from '../../discord/people/message.ts'
import { until } from '../../discord/until.ts'
import { endInOrder, House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'

const FIVE_MINUTES = fileURLToPath(
  new URL('../../support/preload/five-minutes.ts', import.meta.url),
)
const MANAGE_SERVER = 1n << 5n

let house: House
beforeAll(async () => {
  house = await House.start({}, { preload: [FIVE_MINUTES] })
})
afterAll(() => endInOrder(house))

/** Someone who may manage the server, and sits in no voice channel. */
function manager(room: Room): Member {
  const mia = room.guild.createMember('mia')
  room.guild.giveRole(mia, room.guild.createRole('staff', MANAGE_SERVER))
  return mia
}

/** Resolves once `/nowplaying` says that the music waits for somebody to listen. */
async function waits(room: Room, by: Member): Promise<void> {
  await room.says((text) => text.includes('Waiting for somebody'), '/nowplaying', {}, { by })
}

const DEFAULTS = [
  '## Settings',
  'I start at 100% volume.',
  'When nobody’s listening, I leave after 5 minutes.',
  'A card in the text channel shows what’s playing.',
]

/** Each of these is a line of the panel. */
const expectLines = (text: string, lines: readonly string[]) =>
  expect(text.split('\n')).toEqual(expect.arrayContaining([...lines]))

test('settings are shown and set by who may manage the server, and to them alone', async () => {
  const room = await house.room()
  const mia = manager(room)
  const shown = await room.outcome('/settings', {}, { by: mia })
  expectLines(shown.text, DEFAULTS)
  expect(shown.response?.ephemeral).toBe(true)
  const set = { volume: 40, 'leave-after': 1, announcements: 'none' }
  const now = [
    '## Settings',
    'I start at 40% volume.',
    'When nobody’s listening, I leave after 1 minute.',
    'I only answer commands and post nothing else.',
  ]
  expectLines(await room.types('/settings', set, { by: mia }), now)
  expectLines(await room.types('/settings', {}, { by: mia }), now)
  // Discord's client doesn't show the command to others.
  await expect(room.types('/settings')).rejects.toThrow('does not see /settings')
})

test('a change is obeyed at once, and after a restart', async () => {
  const room = await house.room()
  const mia = manager(room)
  await room.plays('Alpha')
  await room.types('/settings', { volume: 40, announcements: 'none' }, { by: mia })
  await until(() => Math.abs(room.heard().amplitude - 0.1) < 0.01, 'two fifths of the amplitude')
  await room.types('/play', { query: 'Bravo' })
  const before = room.read.length
  await room.types('/seek', '0:39')
  await room.hears('Bravo')
  expect(room.read.slice(before).filter((text) => text.startsWith('Playing'))).toEqual([])
  await house.restart()
  await room.hears('Bravo')
  expect(await room.types('/volume')).toBe('Volume: 40%')
  expect(await room.types('/settings', {}, { by: mia })).toContain('I start at 40% volume.')
  await room.types('/play', { query: 'Charlie' })
  const later = room.read.length
  await room.types('/settings', { announcements: 'lines' }, { by: mia })
  await room.types('/seek', '0:39')
  await until(() => room.read.slice(later).includes('Playing **Charlie**'), 'the announcement')
  await room.types('/leave')
}, 120_000)

test('told to stay, it stays alone; told to leave sooner, it leaves', async () => {
  const room = await house.room()
  const mia = manager(room)
  await room.plays('Alpha')
  await room.types('/settings', { 'leave-after': 0 }, { by: mia })
  await room.alice.leaves()
  await waits(room, mia)
  process.kill(house.bot.pid, 'SIGUSR2')
  expect(await room.types('/settings', {}, { by: mia })).toContain('I stay')
  expect(room.guild.botVoiceChannel?.id).toBe(room.lounge.id)
  await room.types('/settings', { 'leave-after': 3 }, { by: mia })
  process.kill(house.bot.pid, 'SIGUSR2')
  await room.guild.whenBotIsIn(null)
  await room.reads('Nobody was listening for 3 minutes, so I left.')
}, 60_000)

const menuIds = (message: Message) =>
  flatten(message.components).flatMap(({ custom_id: id }) => (id === undefined ? [] : [id]))
const FIELDS = customId('setting', '0')

test('the panel sets a field by a menu, another by a form, and resets all', async () => {
  const room = await house.room()
  const mia = manager(room)
  const shown = await room.outcome('/settings', {}, { by: mia })
  const now = () => shown.response as Message
  await (await mia.selects(now(), FIELDS, 'announcements')).settled()
  expect(menuIds(now())).toContain(customId('set', 'announcements'))
  await (await mia.selects(now(), customId('set', 'announcements'), 'none')).settled()
  expect(now().text).toContain('I only answer commands')

  const form = await mia.selects(now(), FIELDS, 'volume')
  const refused = await (await mia.submits(form, { value: 'loud' })).settled()
  expect(refused.text).toBe(en.errors['bad-setting'])
  const past = await mia.selects(now(), FIELDS, 'volume')
  expect((await (await mia.submits(past, { value: '201' })).settled()).text).toBe(
    en.errors['bad-setting'],
  )
  const again = await mia.selects(now(), FIELDS, 'volume')
  await (await mia.submits(again, { value: '40' })).settled()
  expect(now().text).toContain('I start at 40% volume.')
  await room.plays('Alpha')
  expect(room.heard().amplitude).toBeCloseTo(0.1, 1)

  const log = await (await mia.presses(now(), customId('settings-log'))).settled()
  const [newest, before] = log.text.split('\n')
  expect(newest).toMatch(new RegExp(`^<t:\\d+:f> <@${mia.id}>: I start at 40% volume\\.$`))
  expect(before).toContain('I only answer commands')
  expect(log.response?.ephemeral).toBe(true)

  await (await mia.presses(now(), customId('reset-settings', 'ask'))).settled()
  expect(now().text).toContain(en.settings.resetAsk)
  expect(now().text).toContain('I start at 40% volume.')
  await (await mia.presses(now(), customId('reset-settings', 'yes'))).settled()
  expectLines(now().text, DEFAULTS)
  await room.types('/leave')
})

test('a home channel is where it stays day and night, also after a crash, but not after a kick', async () => {
  const room = await house.room()
  const mia = manager(room)
  const den = room.guild.createVoiceChannel('den')
  const set = await room.types('/settings', { home: den.id }, { by: mia })
  expect(set).toContain(`I stay in <#${den.id}> day and night`)
  await room.guild.whenBotIsIn(den)
  process.kill(house.bot.pid, 'SIGUSR2')
  expect(await room.types('/settings', {}, { by: mia })).toContain('day and night')
  expect(room.guild.botVoiceChannel?.id).toBe(den.id)
  await house.stores(room, ({ voiceChannel }) => voiceChannel?.channelId === den.id)
  await house.crash()
  await house.startAgain()
  await room.guild.whenBotIsIn(den)

  // Called away, it plays there, and goes home once nobody listens any more.
  await room.plays('Alpha')
  expect(room.guild.botVoiceChannel?.id).toBe(room.lounge.id)
  await room.alice.leaves()
  await waits(room, mia)
  process.kill(house.bot.pid, 'SIGUSR2')
  await room.guild.whenBotIsIn(den)
  await room.alice.joins(den)
  await room.hears('Alpha')

  room.guild.kickBotFromVoice()
  await room.guild.whenBotIsIn(null)
  await house.stores(room, ({ voiceChannel }) => voiceChannel === null)
  await house.restart()
  await room.types('/settings', {}, { by: mia })
  expect(room.guild.botVoiceChannel).toBeNull()
}, 120_000)

test('a server says where it is commanded, where it plays, and what it plays', async () => {
  const room = await house.room()
  const mia = manager(room)
  const den = room.guild.createVoiceChannel('den')
  const bots = room.guild.createTextChannel('bots')
  const set = async (values: Record<string, string | boolean>) =>
    await room.types('/settings', values, { by: mia })

  expect(await set({ 'text-channels': bots.id })).toContain(`I take commands in <#${bots.id}>.`)
  await expectRefusal(await room.outcome('/play', 'alpha'), 'text-channel-refused')
  await expectRefusal(await room.outcome('/queue'), 'text-channel-refused')
  // What is kept of people is shown and deleted in every channel.
  const kept = await room.outcome('/privacy', { delete: 'mine' })
  expect(kept.text).toBe(en.privacy.ask.mine)
  const no = customId('privacy', 'mine', 'no')
  await (await room.alice.presses(kept.response as Message, no)).settled()
  expect(kept.text).toBe(en.privacy.unchanged)
  const there = await room.alice.types('/play', 'alpha', { in: bots })
  expect((await there.settled()).text).toBe('Playing **Alpha**')
  await room.hears('Alpha')

  await set({ 'blocked-words': 'bravo, charlie', 'text-channels': room.text.id })
  await expectRefusal(await room.outcome('/play', 'bravo'), 'track-blocked')
  await set({ 'blocked-words': 'zulu', 'blocked-sources': 'library' })
  await expectRefusal(await room.outcome('/play', 'delta'), 'track-blocked')
  await set({ 'blocked-sources': 'youtube', library: false })
  expect(await room.alice.completes('/play', 'query', 'bra')).toEqual([])
  const hidden = await room.outcome('/play', 'delta')
  expect(hidden.text).not.toContain('Delta')
  await set({ library: true })
  expect(await room.types('/play', 'delta')).toBe('Queued **Delta** at position 1')
  await room.types('/leave')

  await set({ 'voice-channels': den.id })
  await expectRefusal(await room.outcome('/join'), 'voice-channel-refused')
  await room.alice.leaves()
  await room.alice.joins(den)
  expect(await room.types('/join')).toBe(`Joined <#${den.id}>.`)
  await room.types('/leave')
}, 60_000)

test('in a request channel a button asks for a track, whatever other channels are closed', async () => {
  const room = await house.room({ announcements: 'lines' })
  const mia = manager(room)
  const wishes = room.guild.createTextChannel('wishes')
  await room.types('/settings', { language: 'de' }, { by: mia })
  const set = { 'request-channel': wishes.id, 'text-channels': room.text.id }
  expect(await room.types('/settings', set, { by: mia })).toContain('“Message Content”')
  const posted = await house.discord.waitForMessage(wishes, ({ text }) =>
    text.startsWith(de.notices['request-here']({ kind: 'request-here' })),
  )
  const form = await room.alice.presses(posted, customId('request'))
  const answer = await (await room.alice.submits(form, { query: 'alpha' })).settled()
  expect([answer.text, answer.response?.channelId]).toEqual(['Playing **Alpha**', wishes.id])
  await room.hears('Alpha')
  const again = await mia.submits(await mia.presses(posted, customId('request')), {
    query: 'bravo',
  })
  await expectRefusal(again, 'caller-not-in-voice')
  await room.types('/settings', { 'request-channel': wishes.id }, { by: mia })
  expect(house.discord.messages(wishes)).toHaveLength(2)
  await room.types('/leave')
}, 60_000)
