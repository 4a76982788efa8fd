import { afterAll, beforeAll, beforeEach, expect, spyOn, test } from 'bun:test'
import { guildId, type UserId, userId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { ScrobbleRepo } from '../../src/db/scrobble-repo.ts'
import type { PlayerEvent } from '../../src/domain/events.ts'
import { addressPolicy } from '../../src/net/address-policy.ts'
import { silentLog } from '../../src/observability/log.ts'
import { ListenBrainz } from '../../src/scrobbling/listenbrainz.ts'
import { Outbox } from '../../src/scrobbling/outbox.ts'
import { Scrobbler } from '../../src/scrobbling/scrobbler.ts'
import { ownerKey, Seal } from '../../src/scrobbling/seal.ts'
import { hostAndPort } from '../../src/sources/named-host.ts'
import { Service } from '../../src/sources/service.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { until } from '../discord/until.ts'
import { track } from '../domain/player/sample.ts'
import { quietLog } from '../support/embedded-database.ts'
import { ListenBrainzServer } from '../support/listenbrainz-server.ts'
import { sharedPostgres } from '../support/postgres-server.ts'

const SERVER = guildId('1')
const [ann, bob] = [userId('1'), userId('2')]
const BEGAN = Date.UTC(2026, 4, 1, 12)
const red = track('Red', { artist: 'Ann', durationMs: 100_000 })
const radio = track('Radio', { live: true, durationMs: null })

let database: Database
beforeAll(async () => {
  const url = await (await sharedPostgres()).createDatabase()
  database = await Database.open({ url, dataDir: '/nowhere', log: quietLog })
}, 60_000)
afterAll(() => database[Symbol.asyncDispose]())

/** A player of one server whose listeners Ann and Bob are, who have linked ListenBrainz. */
class Stage implements AsyncDisposable {
  readonly web = new ListenBrainzServer()
  readonly clock = new ManualClock(0)
  readonly repo = new ScrobbleRepo(database)
  readonly seal = new Seal('bot-token')
  hearing: readonly UserId[] = [ann, bob]
  outbox: Outbox
  scrobbler: Scrobbler

  constructor() {
    ;[this.outbox, this.scrobbler] = this.#start()
  }

  static async of(): Promise<Stage> {
    const stage = new Stage()
    for (const [id, name] of [
      [ann, 'ann'],
      [bob, 'bob'],
    ] as const) {
      stage.web.users.set(`token-${name}`, name)
      const owner = { userId: id, service: 'listenbrainz' } as const
      const token = stage.seal.close(`token-${name}`, ownerKey(owner))
      await stage.repo.link({ ...owner, name, token })
    }
    return stage
  }

  /** The time of day. */
  get now(): Date {
    return new Date(BEGAN + this.clock.now())
  }

  hear(...events: readonly PlayerEvent[]): void {
    for (const event of events) {
      this.scrobbler.take({ guildId: SERVER, number: 1, at: this.now, event })
    }
  }

  starts(what = red, positionMs = 0): void {
    const { durationMs } = what
    this.hear(
      { kind: 'track_load', track: what, positionMs },
      { kind: 'track_start', track: what, positionMs, durationMs },
    )
  }

  /** So many listens came, in all. */
  async counts(number: number): Promise<string[]> {
    const counted = () =>
      this.web.submitted
        .filter(({ kind }) => kind !== 'playing_now')
        .flatMap(({ user, payload }) =>
          payload.map(({ track_metadata: { track_name } }) => `${user}: ${track_name}`),
        )
    await until(() => counted().length >= number, `${number} listens`)
    await this.outbox.settled()
    return counted()
  }

  /** The process ends, and another one begins. */
  async restart(): Promise<void> {
    this.scrobbler[Symbol.dispose]()
    await this.outbox[Symbol.asyncDispose]()
    ;[this.outbox, this.scrobbler] = this.#start()
    this.outbox.start()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.scrobbler[Symbol.dispose]()
    await this.outbox[Symbol.asyncDispose]()
    this.web[Symbol.dispose]()
  }

  #start(): [Outbox, Scrobbler] {
    const { clock, seal, repo, web } = this
    const policy = addressPolicy({}).naming(hostAndPort(web.url))
    const service = new ListenBrainz(web.url, new Service({ name: 'there', policy, clock }))
    const common = { services: [service], seal, clock, log: silentLog, accounts: repo }
    const outbox = new Outbox({ ...common, store: repo, now: () => this.now })
    return [outbox, new Scrobbler({ ...common, outbox, hearing: () => this.hearing })]
  }
}

beforeEach(async () => {
  const repo = new ScrobbleRepo(database)
  for (const id of [ann, bob]) await repo.unlink(id, null)
})

test('a track counts once half of it has played, for those who hear it then', async () => {
  await using stage = await Stage.of()
  stage.starts()
  await until(() => stage.web.titles('bob', 'playing_now').length === 1, 'what plays now')
  stage.hearing = [ann]
  stage.clock.advance(49_999)
  expect(await stage.repo.linkedBy(ann)).toMatchObject([{ waiting: 0 }])
  stage.clock.advance(1)
  expect(await stage.counts(1)).toEqual(['ann: Red'])
  expect(stage.web.submitted.at(-1)?.payload[0]?.listened_at).toBe(BEGAN / 1_000)
  stage.clock.advance(100_000)
  stage.hear({
    kind: 'track_end',
    track: red,
    positionMs: 99_000,
    outcome: 'finished',
    heard: true,
  })
  stage.starts()
  stage.clock.advance(50_000)
  expect(await stage.counts(2)).toEqual(['ann: Red', 'ann: Red'])
})

test('only what sounds counts: not a pause, nor a wait, nor what was skipped before', async () => {
  await using stage = await Stage.of()
  stage.hearing = [ann]
  stage.starts()
  stage.clock.advance(30_000)
  stage.hear({ kind: 'paused', positionMs: 30_000 })
  stage.clock.advance(500_000)
  stage.hear({ kind: 'waiting', reason: 'alone' }, { kind: 'resumed', positionMs: 30_000 })
  stage.clock.advance(500_000)
  stage.hear({ kind: 'waiting', reason: null })
  stage.clock.advance(19_999)
  stage.hear({ kind: 'track_end', track: red, positionMs: 1, outcome: 'skipped', heard: true })
  stage.clock.advance(500_000)
  stage.starts(track('Blue', { artist: 'Ann', durationMs: 40_000 }))
  stage.clock.advance(20_000)
  expect(await stage.counts(1)).toEqual(['ann: Blue'])
})

test('a track that goes on after a restart doesn’t count twice', async () => {
  await using stage = await Stage.of()
  stage.hearing = [ann]
  stage.starts(red, 60_000)
  stage.clock.advance(40_000)
  stage.starts(red, 30_000)
  stage.clock.advance(20_000)
  expect(await stage.counts(1)).toEqual(['ann: Red'])
})

test('of a station, a song that was heard from its beginning to its end counts, or four minutes of it', async () => {
  await using stage = await Stage.of()
  stage.hearing = [ann]
  const says = (title: string | null) => stage.hear({ kind: 'title', track: radio, title })
  stage.starts(radio)
  says('Ann - Half heard')
  stage.clock.advance(100_000)
  says('Bob - Whole')
  stage.clock.advance(31_000)
  says('Ad - break')
  stage.clock.advance(30_000)
  says('The news')
  stage.clock.advance(100_000)
  says('Cid - After the news')
  stage.clock.advance(240_000)
  expect((await stage.counts(2)).sort()).toEqual(['ann: After the news', 'ann: Whole'])
})

test('what a service doesn’t take waits, also through a restart, and comes later in one parcel', async () => {
  await using stage = await Stage.of()
  stage.hearing = [ann]
  stage.web.instead = () => new Response('no', { status: 500 })
  for (let n = 0; n < 2; n++) {
    stage.starts()
    stage.clock.advance(50_000)
    await until(async () => (await stage.repo.linkedBy(ann))[0]?.waiting === n + 1, 'it waits')
    await stage.outbox.settled()
  }
  await stage.restart()
  await stage.outbox.settled()
  stage.web.instead = () => null
  stage.clock.advance(240_000)
  expect(await stage.counts(2)).toEqual(['ann: Red', 'ann: Red'])
  expect(await stage.repo.linkedBy(ann)).toMatchObject([{ waiting: 0 }])
})

test('what comes in the moment in which nothing more is found is looked for at once, and waited for', async () => {
  await using stage = await Stage.of()
  const found = Promise.withResolvers<null>()
  const taking = spyOn(stage.repo, 'take').mockImplementationOnce(() => found.promise)
  stage.outbox.start()
  await stage.outbox.add(await stage.repo.accountsOf([ann]), {
    ...{ title: 'Red', artist: 'Anna', album: null, durationMs: 60_000, at: stage.now },
  })
  const settled = stage.outbox.settled()
  found.resolve(null)
  await settled
  expect(stage.web.titles('ann', 'single')).toEqual(['Red'])
  taking.mockRestore()
})

test('a token that the service refuses is remembered, and nothing is sent for it any more', async () => {
  await using stage = await Stage.of()
  stage.hearing = [ann]
  stage.web.users.delete('token-ann')
  stage.starts()
  stage.clock.advance(50_000)
  await until(async () => (await stage.repo.linkedBy(ann))[0]?.isRefused === true, 'the refusal')
  stage.web.users.set('token-ann', 'ann')
  stage.hearing = [ann, bob]
  stage.starts()
  stage.clock.advance(50_000)
  expect(await stage.counts(1)).toEqual(['bob: Red'])
  expect(await stage.repo.linkedBy(ann)).toMatchObject([{ waiting: 0, isRefused: true }])
  expect(stage.web.titles('ann', 'single')).toEqual([])
})
