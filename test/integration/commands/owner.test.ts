import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Member } from '../../discord/local-discord.ts'
import { endInOrder, House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'

/** A person of no server here. */
const NOBODY = '80351110224678912'

const ADMINISTRATOR = 1n << 3n

let house: House
beforeAll(async () => {
  house = await House.start({ OWNER_IDS: NOBODY })
}, 120_000)
afterAll(() => endInOrder(house))

/** An admin of the room, to whom Discord shows the command. */
function admin(room: Room) {
  const mia = room.guild.createMember('mia')
  room.guild.giveRole(mia, room.guild.createRole('admins', ADMINISTRATOR))
  return mia
}

test('only whom the host names commands the bot as a whole, admins of a server don’t', async () => {
  const room = await house.room()
  const mia = admin(room)
  for (const [line, values] of [
    ['/owner servers', {}],
    ['/owner reload', {}],
    ['/owner sources', {}],
    ['/owner announce', { text: 'hi' }],
    ['/owner leave', { server: room.guild.id }],
  ] as const)
    await expectRefusal(await room.outcome(line, values, { by: mia }), 'owner-only')
  expect(room.read).toEqual([])
  expect(await helpTo(room, mia)).not.toContain('`/owner`')
})

/** All pages of the help that somebody gets. */
async function helpTo(room: Room, by: Member): Promise<string> {
  let told = ''
  for (let page = 1; page <= 3; page++) told += await room.types('/help', { page }, { by })
  expect(told).toContain('`/play`')
  return told
}

test('an owner announces where music plays, lists servers, reloads yt-dlp, and leaves a server', async () => {
  const room = await house.room()
  const mia = admin(room)
  await house.restart({ OWNER_IDS: mia.id })
  await room.plays('Alpha')
  const other = await house.room()
  const say = (line: string, values = {}) => room.types(line, values, { by: mia })
  expect(await say('/owner announce', { text: 'Update @everyone' })).toBe('Posted in 1 channel.')
  await room.reads('From the host of this bot: Update @everyone')
  expect(room.pinged).toBe(false)
  expect(other.read).toEqual([])
  expect(await helpTo(room, mia)).toContain('`/owner`')
  expect(await say('/owner servers')).toContain(`\`${other.guild.id}\``)
  expect(await say('/owner reload')).toBe('yt-dlp doesn’t run. The log says why.')
  expect(await say('/owner sources')).toStartWith(
    'Where music comes from:\n**yt\\-dlp** isn’t installed',
  )
  await expectRefusal(
    await room.outcome('/owner leave', { server: '1' }, { by: mia }),
    'unknown-server',
  )
  expect(await say('/owner leave', { server: other.guild.id })).toStartWith('Left ')
  expect(await say('/owner servers')).not.toContain(other.guild.id)
  await room.types('/leave')
}, 120_000)
