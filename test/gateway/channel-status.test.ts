import { expect, test } from 'bun:test'
import type { PlayerState } from '../../src/domain/player/state.ts'
import { EditTurns } from '../../src/gateway/now-playing/edit-turns.ts'
import type { StandingStatus } from '../../src/gateway/ports.ts'
import { ChannelStatus } from '../../src/gateway/voice-status/channel-status.ts'
import { silentLog } from '../../src/observability/log.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { guild, lounge, playing } from '../domain/player/sample.ts'
import { settled } from '../player/stage.ts'

const { channelId } = lounge

/** The status of one channel, where the test holds Discord's and the database's ends. */
function stage() {
  const clock = new ManualClock(0)
  const { state } = playing('a b')
  const current = state.current && { ...state.current, announced: true }
  const on = {
    ...{
      set: [] as (string | null)[],
      saved: [] as (StandingStatus | null)[],
      logged: [] as string[],
    },
    state: { ...state, current } as PlayerState,
    /** What the database does with the next changes. */
    saving: Promise.resolve(),
    async passes(ms: number) {
      for (let passed = 0; passed < ms; passed += 50) {
        clock.advance(50)
        await settled()
      }
    },
  }
  const status = new ChannelStatus(guild, {
    store: {
      load: async () => null,
      save: async (_server, standing) => {
        await on.saving
        on.saved.push(standing)
      },
    },
    turns: new EditTurns(clock),
    ...{ clock, log: { ...silentLog, info: (what: string) => void on.logged.push(what) } },
    stateOf: () => on.state,
    maySet: () => true,
    ask: async () => 'Board games at nine',
    set: async (_channel, text) => void on.set.push(text),
  })
  return { on, status }
}

test('a bot that leaves while it’s stored what stood there shows nothing that nobody would take back', async () => {
  const { on, status } = stage()
  const storing = Promise.withResolvers<void>()
  on.saving = storing.promise
  status.touch()
  await on.passes(200)
  const left = status.leaving()
  await on.passes(200)
  storing.resolve()
  await left
  await on.passes(10_000)
  expect(on.set).toEqual(['Board games at nine'])
  expect(on.saved.at(-1)).toBeNull()
  // It has come back meanwhile, and something happens there.
  status.touch()
  await on.passes(10_000)
  expect(on.set).toEqual(['Board games at nine', 'a'])
  expect(on.saved.at(-1)).toEqual({ channelId, before: 'Board games at nine' })
})

test('what somebody writes stays, also where the database doesn’t take it', async () => {
  const { on, status } = stage()
  status.touch()
  await on.passes(1_000)
  expect(on.set).toEqual(['a'])
  on.saving = Promise.reject(new Error('away'))
  on.saving.catch(() => {})
  status.changed(channelId, 'Quiet, please')
  await settled()
  expect(on.logged).toHaveLength(1)
  on.saving = Promise.resolve()
  await status.leaving()
  expect(on.set).toEqual(['a', 'Quiet, please'])
})
