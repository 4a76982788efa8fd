import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { fileURLToPath } from 'node:url'
import { customId } from '../../src/gateway/views/custom-id.ts'
import { en } from '../../src/gateway/words/en.ts'
import type { InteractionOutcome, Member, Message } from '../discord/local-discord.ts'
import { flatten } from '../discord/people/message.ts'
import { until } from '../discord/until.ts'
import { LastFmServer } from '../support/lastfm-server.ts'
import { ListenBrainzServer } from '../support/listenbrainz-server.ts'
import { taggedWav } from '../support/tagged-wav.ts'
import { endInOrder, House } from './house.ts'
import { expectRefusal, type Room } from './room.ts'

setDefaultTimeout(120_000)

const HALF_MINUTE = fileURLToPath(new URL('../support/preload/half-minute.ts', import.meta.url))
const TOKEN = 'a1b2c3d4-t0ken-of'

const brainz = new ListenBrainzServer()
const lastfm = new LastFmServer()
let house: House
beforeAll(async () => {
  const { id, secret } = lastfm.keys
  house = await House.start(
    {
      LISTENBRAINZ_URL: brainz.url,
      LASTFM_URL: lastfm.url,
      LASTFM_KEYS: `${id}:${secret}`,
      LOG_LEVEL: 'debug',
    },
    {
      files: { 'Song.wav': taggedWav(500, 45, { INAM: 'Song', IART: 'Ann' }) },
      preload: [HALF_MINUTE],
    },
  )
  await until(() => house.logged('library indexed').length > 0, 'the library')
})
afterAll(async () => {
  await endInOrder(house)
  brainz[Symbol.dispose]()
  lastfm[Symbol.dispose]()
})

const link = (room: Room, by: Member, service: string) =>
  room.outcome('/scrobble link', { service }, { by })

async function linkListenBrainz(room: Room, by: Member): Promise<InteractionOutcome> {
  brainz.users.set(`${TOKEN}-${by.name}`, by.name)
  const form = await link(room, by, 'listenbrainz')
  return await (await by.submits(form, { token: ` ${TOKEN}-${by.name} ` })).settled()
}

const shownTo = ({ response }: InteractionOutcome): Message => {
  if (response === null) throw new Error('no answer')
  return response
}

async function linkLastFm(room: Room, by: Member): Promise<InteractionOutcome> {
  const asked = await link(room, by, 'lastfm')
  const parts = flatten(shownTo(asked).components)
  const page = parts.flatMap((part) => ('url' in part && part.url ? [String(part.url)] : []))[0]
  const button = parts.flatMap(({ custom_id: id }) => (id ? [id] : []))[0] ?? ''
  const early = await by.presses(shownTo(asked), button)
  await expectRefusal(early, 'scrobble-unconfirmed')
  lastfm.allow(page ?? '', by.name)
  await (await by.presses(shownTo(asked), button)).settled()
  return asked
}

test('members link accounts; what they hear counts there, and what they don’t hear doesn’t', async () => {
  const room = await house.room()
  const { alice } = room
  const [bob, dora] = ['bob', 'dora'].map((name) => room.guild.createMember(name)) as [
    Member,
    Member,
  ]
  const linked = await linkListenBrainz(room, alice)
  expect(linked.text).toBe(en.scrobbles.linked('ListenBrainz', '**alice**' as never))
  expect(shownTo(linked).ephemeral).toBe(true)
  expect((await linkLastFm(room, bob)).text).toBe(
    en.scrobbles.linked('Last.fm', '**bob**' as never),
  )
  await linkListenBrainz(room, dora)
  await bob.joins(room.lounge)
  await dora.joins(room.lounge, { deaf: true, listen: false })

  expect(await room.types('/play', 'Song')).toBe('Playing **Ann – Song**')
  await until(() => brainz.titles('alice', 'playing_now').includes('Song'), 'what plays now')
  await until(
    () => lastfm.scrobbles.some(({ user }) => user === 'bob'),
    'what plays now, at Last.fm',
  )
  expect([brainz.titles('alice', 'single'), lastfm.heardBy('bob')]).toEqual([[], []])
  process.kill(house.bot.pid, 'SIGUSR2')
  await until(() => brainz.titles('alice', 'single').length > 0, 'the listen')
  await until(() => lastfm.heardBy('bob').length > 0, 'the scrobble')
  expect(brainz.titles('alice', 'single')).toEqual(['Song'])
  expect(lastfm.heardBy('bob')).toEqual(['Ann – Song'])
  expect(brainz.submitted.filter(({ user }) => user === 'dora')).toEqual([])

  // The service has the listen before the bot has its answer.
  const status = () => room.types('/scrobble status')
  await room.says((text) => !text.includes('waiting'), '/scrobble status')
  expect(await status()).toBe('ListenBrainz: linked as **alice**')
  const unlink = { service: 'lastfm' }
  expect(await room.types('/scrobble unlink', unlink)).toBe('ListenBrainz: linked as **alice**')
  expect(await room.types('/privacy')).toContain('which ListenBrainz and Last.fm accounts')
  const asked = await room.outcome('/privacy', { delete: 'mine' })
  await (await alice.presses(shownTo(asked), customId('privacy', 'mine', 'yes'))).settled()
  expect(await room.types('/scrobble status')).toBe(en.scrobbles.nothingLinked)
  expect(await room.types('/scrobble unlink', {}, { by: bob })).toBe(en.scrobbles.unlinked(null))
  expect(await room.types('/scrobble unlink', {}, { by: bob })).toBe(en.scrobbles.nothingLinked)

  const session = [...lastfm.sessions.keys()][0] ?? 'none'
  const said = [...house.allLines, ...room.discord.messages(room.text).map(({ text }) => text)]
  for (const secret of [TOKEN, session, lastfm.keys.secret])
    expect(said.join('\n')).not.toContain(secret)
  await house.inDatabase(async (database) => {
    const rows = await database.raw(
      (sql) => sql<{ token: Uint8Array }[]>`select token from segue.scrobble_account`,
    )
    expect(rows).toHaveLength(1)
    expect(Buffer.from(rows[0]?.token ?? []).toString('latin1')).not.toContain(TOKEN)
  })
})

test('what can’t be linked is said, and only to whoever asked', async () => {
  const room = await house.room()
  const form = await link(room, room.alice, 'listenbrainz')
  await expectRefusal(await room.alice.submits(form, { token: 'nobody’s' }), 'scrobble-token')
  brainz.instead = () => new Response('no', { status: 502 })
  const again = await link(room, room.alice, 'listenbrainz')
  await expectRefusal(await room.alice.submits(again, { token: `${TOKEN}-x` }), 'scrobble-away')
  brainz.instead = () => null
  expect(await room.types('/scrobble status')).toBe(en.scrobbles.nothingLinked)
})
