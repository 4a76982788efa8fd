import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Message } from '../../discord/local-discord.ts'
import { flatten } from '../../discord/people/message.ts'
import { until } from '../../discord/until.ts'
import { endInOrder, House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'
import { TRACKS } from '../tracks.ts'

setDefaultTimeout(120_000)

let house: House
beforeAll(async () => {
  house = await House.start()
})
afterAll(() => endInOrder(house))

/** Of the marks, in the files. */
const AMPLITUDE = 0.25

/** The panel that `/filters show` is answered with. */
async function panelOf(room: Room): Promise<Message> {
  const { response } = await room.outcome('/filters show')
  if (response === null) throw new Error('no panel')
  return response
}

const controlOf = (panel: Message, label: string) =>
  flatten(panel.components).find((one) => one.label === label || one.placeholder === label)

/** Presses what's labelled so in the panel; resolves with the panel as it shows what came of it. */
async function press(room: Room, panel: Message, label: string): Promise<Message> {
  const outcome = await room.alice.presses(panel, controlOf(panel, label)?.custom_id ?? label)
  const { response } = await outcome.settled()
  if (response === null) throw new Error(`no answer to ${label}`)
  return response
}

/** Chooses in the menu of that placeholder. */
async function choose(room: Room, panel: Message, placeholder: string, value: string) {
  const id = controlOf(panel, placeholder)?.custom_id ?? placeholder
  const { response } = await (await room.alice.selects(panel, id, value)).settled()
  if (response === null) throw new Error(`no answer to ${value}`)
  return response
}

/** How much Lavalink's low-pass leaves of a tone: the response of v += (x − v) / smoothing. */
function lowPassed(hz: number, smoothing: number): number {
  const [part, turn] = [1 / smoothing, (2 * Math.PI * hz) / 48_000]
  return part / Math.hypot(1 - (1 - part) * Math.cos(turn), (1 - part) * Math.sin(turn))
}

async function hearsAmplitude(room: Room, share: number): Promise<void> {
  const wanted = AMPLITUDE * share
  const isThere = () => Math.abs(room.heard().amplitude / wanted - 1) < 0.08
  await until(isThere, () => `${wanted}; heard: ${JSON.stringify(room.heard())}`)
}

async function hearsTone(room: Room, hz: number): Promise<void> {
  const isThere = () => Math.abs(room.heard().toneHz / hz - 1) < 0.01
  await until(isThere, () => `${hz} Hz; heard: ${JSON.stringify(room.heard())}`)
}

/** How many seconds of the track pass in a second of what's heard, over two seconds. */
async function hearsPassing(room: Room, speed: number): Promise<void> {
  // What was heard before the change is behind by then: a stretch is twenty frames.
  const settled = room.framesHeard + 40
  await until(() => room.framesHeard >= settled, 'the new speed')
  const [from, before] = [room.framesHeard, room.heard().positionS]
  await until(() => room.framesHeard >= from + 100, 'two seconds')
  const seconds = (room.framesHeard - from) * 0.02
  expect((room.heard().positionS - before) / seconds / speed).toBeWithin(0.95, 1.05)
}

describe.concurrent('filters', () => {
  test('are offered while one types, turned on beside one another, and off at once', async () => {
    const room = await house.room()
    const typing = { in: room.text }
    const offered = await room.alice.completes('/filters preset', 'name', 'bass', {}, typing)
    const names = ['Bass: low', 'Bass: medium', 'Bass: high', 'Bass: extreme']
    expect(offered.map(({ name }) => name)).toEqual(names)
    await room.plays('Alpha')
    const low = { name: String(offered[0]?.value) }
    expect(await room.types('/filters preset', low)).toBe('Filters: Bass: low')
    expect(await room.types('/filters preset', { name: 'EIGHT d' })).toContain('no such preset')
    const part = { name: '8D', strength: '50' }
    expect(await room.types('/filters preset', part)).toBe('Filters: Bass: low, 8D (50%)')
    expect(await room.types('/nowplaying')).toContain('Filters: Bass: low, 8D (50%)')
    expect(await room.types('/filters off')).toBe('No filters are on.')
    expect(await room.types('/nowplaying')).not.toContain('Filters')
  })

  test('are heard: a low-pass takes of a tone what its formula says, and gives it back', async () => {
    const room = await house.room()
    await room.plays('Delta')
    await room.types('/loop', { mode: 'track' })
    await room.types('/filters preset', { name: 'soft' })
    await hearsAmplitude(room, lowPassed(TRACKS.Delta.toneHz, 12))
    await room.types('/filters off')
    await hearsAmplitude(room, 1)
  })

  test('are heard: a pitch twice as high, and a speed that passes twice as much of the track', async () => {
    const room = await house.room()
    await room.plays('Delta')
    await room.types('/loop', { mode: 'track' })
    expect(await room.types('/pitch', { times: 2 })).toBe('Filters: pitch 2×')
    await hearsTone(room, 2 * TRACKS.Delta.toneHz)
    await room.types('/filters off')
    await hearsTone(room, TRACKS.Delta.toneHz)
    expect(await room.types('/speed', { times: 2 })).toBe('Filters: speed 2×')
    await hearsTone(room, TRACKS.Delta.toneHz)
    await hearsPassing(room, 2)
  })

  test('the panel turns presets on and off, and says so', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    let panel = await panelOf(room)
    expect(panel.ephemeral).toBe(true)
    expect(panel.text).toContain('No filters are on.')
    expect(controlOf(panel, 'All off')?.disabled).toBe(true)
    panel = await press(room, panel, '8D')
    expect(panel.text).toContain('Filters: 8D')
    panel = await press(room, panel, '75%')
    expect(panel.text).toContain('Filters: 8D (75%)')
    panel = await choose(room, panel, 'Presets: choose one to turn it on or off', 'treble')
    expect(panel.text).toContain('Filters: Treble (75%), 8D (75%)')
    panel = await choose(room, panel, 'Presets: choose one to turn it on or off', 'treble')
    panel = await press(room, panel, '8D')
    expect(panel.text).toContain('No filters are on.')
    panel = await press(room, await press(room, panel, 'Echo'), 'All off')
    expect(panel.text).toContain('No filters are on.')
    expect(room.pinged).toBe(false)
  })

  test('the card’s button opens the panel, also for others, and the card tells what is on', async () => {
    const room = await house.room()
    const bob = room.guild.createMember('bob')
    await bob.joins(room.lounge, { listen: false })
    await room.plays('Alpha')
    await until(() => room.cards.length === 1, 'the card')
    const [card] = room.cards
    if (card === undefined) throw new Error('no card')
    const opened = await (await bob.presses(card, 'v1:card-filters')).settled()
    const panel = opened.followUps[0] ?? opened.response
    expect(panel?.ephemeral).toBe(true)
    if (panel == null) throw new Error('no panel')
    await (await bob.presses(panel, controlOf(panel, 'Karaoke')?.custom_id ?? '')).settled()
    await until(() => room.cards[0]?.text.includes('Filters: Karaoke') ?? false, 'the card tells')
  })

  test('the equaliser’s panel raises and lowers bands, which is heard', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    await room.types('/loop', { mode: 'track' })
    let panel = await press(room, await panelOf(room), 'Equaliser')
    panel = await choose(room, panel, 'Choose a band', '7')
    expect(panel.text).toContain(`630 Hz ${'─'.repeat(8)}┼${'─'.repeat(8)} 0.0 dB`)
    for (const step of ['−−', '−']) panel = await press(room, panel, step)
    expect(panel.text).toContain('−14.0 dB'.replace('−', '-'))
    await until(() => room.heard().amplitude < AMPLITUDE / 2, 'less of the tone')
    for (const step of ['++', '++']) panel = await press(room, panel, step)
    expect(panel.text).toContain('+2.9 dB')
    panel = await press(room, panel, 'Flat')
    await hearsAmplitude(room, 1)
    panel = await press(room, panel, 'Back')
    expect(panel.text).toContain('No filters are on.')
  })

  test('whoever doesn’t listen there changes nothing', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    const eve = room.guild.createMember('eve')
    const outcome = await room.outcome('/filters preset', { name: 'soft' }, { by: eve })
    await expectRefusal(outcome, 'caller-not-in-voice')
    const { response: panel } = await room.outcome('/filters show', {}, { by: eve })
    if (panel === null) throw new Error('no panel')
    const pressed = await eve.presses(panel, controlOf(panel, 'Soft')?.custom_id ?? '')
    await expectRefusal(pressed, 'caller-not-in-voice')
    expect(await room.types('/filters off')).toBe('No filters are on.')
  })
})

test('after a crash the music is filtered as before', async () => {
  const room = await house.room()
  await room.plays('Delta')
  await room.types('/filters preset', { name: 'soft' })
  const share = lowPassed(TRACKS.Delta.toneHz, 12)
  await hearsAmplitude(room, share)
  await house.stores(room, ({ filters }) => filters.lowPass !== undefined)
  await house.crash()
  await house.startAgain()
  await room.hears('Delta')
  await hearsAmplitude(room, share)
  expect((await panelOf(room)).text).toContain('Filters: Soft')
})
