import { describe, expect, test } from 'bun:test'
import { channelId } from '../../../src/base/ids.ts'
import {
  initialLinkState,
  type LinkEffect,
  type LinkEvent,
  type LinkState,
} from '../../../src/engine/signalling/link-state.ts'
import {
  AUTOMATIC_PER_MINUTE,
  decide,
  PARTED_MS,
  SERVERLESS_MS,
  SIGNALLING_MS,
  STEP_MS,
} from '../../../src/engine/signalling/reconnect-policy.ts'

const ONE = channelId('11')
const TWO = channelId('12')

/** Feeds events to the policy, with time and luck as values, and keeps what it wants done. */
class Policy {
  state: LinkState = initialLinkState
  nowMs = 0
  luck = 0.5
  effects: LinkEffect[] = []
  requestedAt: number[] = []

  on(event: LinkEvent): this {
    const decision = decide(this.state, event, this.nowMs, () => this.luck)
    this.state = decision.state
    this.effects.push(...decision.effects)
    for (const effect of decision.effects) {
      if (effect.type !== 'request') continue
      this.requestedAt.push(this.nowMs)
      this.on({ type: 'answer', sent: true, retryAfterMs: 0 })
    }
    return this
  }

  /** Jumps to the next deadline. */
  wait(): this {
    if (this.state.deadlineMs === null) throw new Error(`nothing is due in ${this.state.phase}`)
    this.nowMs = this.state.deadlineMs
    return this.on({ type: 'time' })
  }

  joins(channel = ONE): this {
    return this.on({ type: 'join', channelId: channel }).reported(channel)
  }

  /** Discord answers op 4 and the session comes up. */
  reported(channel = ONE): this {
    this.on({ type: 'state', channelId: channel })
    return this.on({ type: 'configured' }).on({ type: 'progress' }).on({ type: 'ready' })
  }

  lost(): string | null {
    const effect = this.effects.find((each) => each.type === 'lost')
    return effect?.type === 'lost' ? effect.code : null
  }
}

test('a join goes through asking, signalling and the handshake to ready', () => {
  const policy = new Policy().on({ type: 'join', channelId: ONE })
  expect(policy.state.phase).toBe('signalling')
  policy.reported()
  expect(policy.state.phase).toBe('ready')
  expect(policy.state.deadlineMs).toBeNull()
})

describe('close codes', () => {
  for (const code of [4001, 4002, 4003, 4004, 4005, 4012, 4016, 4017, 4020]) {
    const expected = code === 4017 ? 'voice-dave-required' : 'voice-refused'
    test(`${code} is for good: ${expected}, and no op 4 to join again`, () => {
      const policy = new Policy().joins()
      policy.on({ type: 'closed', code })
      expect(policy.lost()).toBe(expected)
      expect(policy.state).toMatchObject({ phase: 'away', deadlineMs: null })
      expect(policy.requestedAt).toHaveLength(1)
    })
  }

  for (const code of [4006, 4009, 4011, 1006, 4015, 4999]) {
    test(`${code} rejoins after a random pause`, () => {
      const pauses = [0, 0.999].map((luck) => {
        const policy = new Policy().joins()
        policy.luck = luck
        policy.on({ type: 'closed', code })
        expect(policy.state.phase).toBe('backing-off')
        const pause = (policy.state.deadlineMs ?? 0) - policy.nowMs
        policy.wait()
        expect(policy.requestedAt).toHaveLength(2)
        return pause
      })
      expect(pauses[0]).toBeGreaterThanOrEqual(250)
      expect(pauses[1]).toBeGreaterThan(pauses[0] ?? 0)
    })
  }

  for (const code of [4014, 4021, 4022]) {
    test(`${code} sends nothing, and a null voice state then means that we were taken out`, () => {
      const policy = new Policy().joins()
      policy.on({ type: 'closed', code })
      expect(policy.state.phase).toBe('parted')
      policy.on({ type: 'state', channelId: null })
      expect(policy.lost()).toBe('voice-lost')
      expect(policy.requestedAt).toHaveLength(1)
    })

    test(`${code} followed by a state in another channel is a drag that we follow`, () => {
      const policy = new Policy().joins()
      policy.on({ type: 'closed', code }).on({ type: 'state', channelId: TWO })
      expect(policy.effects).toContainEqual({ type: 'moved', channelId: TWO })
      policy.on({ type: 'configured' }).on({ type: 'ready' })
      expect(policy.state).toMatchObject({ phase: 'ready', channelId: TWO })
      expect(policy.requestedAt).toHaveLength(1)
    })
  }

  test('4014 without any state is a dropped main session: one join, long after', () => {
    const policy = new Policy().joins()
    policy.on({ type: 'closed', code: 4014 })
    expect(policy.state.deadlineMs).toBe(policy.nowMs + PARTED_MS)
    policy.wait()
    expect(policy.state.phase).toBe('backing-off')
  })

  for (const code of [4021, 4022]) {
    test(`${code} without any state never joins again`, () => {
      const policy = new Policy().joins()
      policy.on({ type: 'closed', code }).wait()
      expect(policy.lost()).toBe('voice-lost')
      expect(policy.requestedAt).toHaveLength(1)
    })
  }
})

describe('no storm', () => {
  test('a session that dies as soon as it stands makes at most six op 4 in any minute', () => {
    const policy = new Policy().joins()
    policy.luck = 0
    while (policy.lost() === null && policy.nowMs < 600_000) {
      policy.on({ type: 'closed', code: 4006 })
      if (policy.lost() === null) policy.wait().reported()
    }
    const automatic = policy.requestedAt.slice(1)
    expect(automatic.length).toBeGreaterThan(AUTOMATIC_PER_MINUTE)
    for (const from of automatic) {
      const within = automatic.filter((at) => at >= from && at < from + 60_000)
      expect(within.length).toBeLessThanOrEqual(AUTOMATIC_PER_MINUTE)
    }
    expect(policy.lost()).toBe('voice-timeout')
  })

  test('pauses grow with each failure', () => {
    const policy = new Policy().joins()
    const pauses: number[] = []
    for (let n = 0; n < 4; n++) {
      policy.on({ type: 'closed', code: 1006 })
      pauses.push((policy.state.deadlineMs ?? 0) - policy.nowMs)
      policy.wait().reported()
    }
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
    expect(new Set(pauses).size).toBe(4)
  })

  test('a connection that held resets its count of failures', () => {
    const policy = new Policy().joins()
    for (let n = 0; n < 40; n++) {
      policy.nowMs += 60_000
      policy.on({ type: 'closed', code: 4006 }).wait().reported()
    }
    expect(policy.lost()).toBeNull()
    expect(policy.state.phase).toBe('ready')
  })

  test('what a member asks for is not counted against the automatic op 4', () => {
    const policy = new Policy().joins()
    for (let n = 0; n < 20; n++) policy.joins(n % 2 === 0 ? TWO : ONE)
    expect(policy.state.automatic).toHaveLength(0)
    policy.on({ type: 'closed', code: 4006 })
    expect((policy.state.deadlineMs ?? 0) - policy.nowMs).toBeLessThan(1_000)
  })

  test('leaving and coming back is no way round the limit', () => {
    const policy = new Policy().joins()
    for (let n = 0; n < AUTOMATIC_PER_MINUTE; n++) {
      policy.on({ type: 'closed', code: 4006 }).wait().reported()
    }
    policy.on({ type: 'leave' }).joins()
    const firstAutomatic = policy.state.automatic[0] ?? 0
    policy.on({ type: 'closed', code: 4006 })
    expect(policy.state.deadlineMs).toBe(firstAutomatic + 60_000)
  })
})

describe('deadlines', () => {
  test('a full channel answers op 4 with nothing: the member is told after the deadline', () => {
    const policy = new Policy().on({ type: 'join', channelId: ONE })
    expect(policy.state.deadlineMs).toBe(SIGNALLING_MS)
    policy.wait()
    expect(policy.effects).toContainEqual({ type: 'lost', code: 'voice-timeout', leave: true })
  })

  test('a move into a full channel leaves us where we were', () => {
    const policy = new Policy().joins()
    policy.on({ type: 'join', channelId: TWO }).wait()
    expect(policy.effects).toContainEqual({ type: 'refused', code: 'voice-timeout' })
    expect(policy.state).toMatchObject({ phase: 'ready', channelId: ONE })
    expect(policy.lost()).toBeNull()
  })

  test('a handshake that stands still is given up, and the bot rejoins', () => {
    const policy = new Policy().on({ type: 'join', channelId: ONE })
    policy.on({ type: 'state', channelId: ONE }).on({ type: 'configured' })
    policy.nowMs += 3_000
    policy.on({ type: 'progress' })
    expect(policy.state.deadlineMs).toBe(3_000 + STEP_MS)
    policy.wait()
    expect(policy.effects.at(-1)).toEqual({ type: 'hang-up' })
    policy.wait()
    expect(policy.requestedAt).toHaveLength(2)
  })

  test('a first join gives up after three tries, a player that was up after eight', () => {
    for (const established of [false, true]) {
      const policy = new Policy()
      if (established) policy.joins()
      else policy.on({ type: 'join', channelId: ONE }).on({ type: 'state', channelId: ONE })
      policy.on({ type: 'closed', code: 4006 })
      while (policy.lost() === null) {
        if (policy.state.phase === 'signalling') policy.on({ type: 'configured' })
        policy.wait()
      }
      expect(policy.lost()).toBe('voice-timeout')
      expect(policy.requestedAt).toHaveLength(established ? 8 : 3)
    }
  })

  test('a rejoin that gets no events leaves first the next time', () => {
    const policy = new Policy().joins()
    policy.on({ type: 'closed', code: 4006 }).wait().wait()
    expect(policy.state).toMatchObject({ phase: 'backing-off', leaveFirst: true })
    policy.effects = []
    policy.wait()
    expect(policy.effects.map((effect) => effect.type === 'request' && effect.channelId)).toEqual([
      null,
      ONE,
    ])
    policy.on({ type: 'state', channelId: null })
    expect(policy.lost()).toBeNull()
    policy.reported()
    expect(policy.state.phase).toBe('ready')
  })

  test('a withdrawn server is waited for, and its successor taken', () => {
    const policy = new Policy().joins()
    policy.on({ type: 'serverless' })
    expect(policy.state.deadlineMs).toBe(policy.nowMs + SERVERLESS_MS)
    policy.nowMs += 5_000
    policy.on({ type: 'configured' }).on({ type: 'ready' })
    expect(policy.state.phase).toBe('ready')
    expect(policy.requestedAt).toHaveLength(1)
  })

  test('a join in the queue asks again when it is told to, and says when it takes too long', () => {
    const state = decide(initialLinkState, { type: 'join', channelId: ONE }, 0, () => 0).state
    const queued = decide(state, { type: 'answer', sent: false, retryAfterMs: 900 }, 0, () => 0)
    expect(queued.state).toMatchObject({ phase: 'asking', deadlineMs: 900 })
    const again = decide(queued.state, { type: 'time' }, 900, () => 0)
    expect(again.effects).toEqual([{ type: 'request', channelId: ONE }])
    const late = decide(again.state, { type: 'answer', sent: false, retryAfterMs: 9 }, 3e5, () => 0)
    expect(late.effects).toContainEqual({ type: 'lost', code: 'voice-busy', leave: true })
  })
})

describe('states of our own', () => {
  test('kicked: the null state is the end, and nothing is sent', () => {
    const policy = new Policy().joins().on({ type: 'state', channelId: null })
    expect(policy.effects).toContainEqual({ type: 'lost', code: 'voice-lost', leave: false })
    expect(policy.requestedAt).toHaveLength(1)
  })

  test('a null state that was under way before a first join is not a kick', () => {
    const policy = new Policy().on({ type: 'join', channelId: ONE })
    policy.on({ type: 'state', channelId: null })
    expect(policy.lost()).toBeNull()
  })

  test('dragged while playing: the bot follows, says so once, and sends no op 4', () => {
    const policy = new Policy().joins().on({ type: 'state', channelId: TWO })
    policy.on({ type: 'configured' }).on({ type: 'ready' }).on({ type: 'state', channelId: TWO })
    expect(policy.effects.filter((effect) => effect.type === 'moved')).toHaveLength(1)
    expect(policy.requestedAt).toHaveLength(1)
  })

  test('while a member moves us, a late state of the old channel is no drag', () => {
    const policy = new Policy().joins().on({ type: 'join', channelId: TWO })
    policy.on({ type: 'state', channelId: ONE }).on({ type: 'closed', code: 4014 })
    policy.reported(TWO)
    expect(policy.state).toMatchObject({ phase: 'ready', channelId: TWO })
    expect(policy.effects.filter((effect) => effect.type === 'moved')).toHaveLength(0)
  })
})

describe('encryption that doesn’t start', () => {
  test('two fresh joins with a pause, then the reason', () => {
    const policy = new Policy().joins()
    for (let n = 0; n < 2; n++) {
      policy.on({ type: 'encryption-failed' })
      expect(policy.state.phase).toBe('backing-off')
      policy.wait().reported()
    }
    policy.on({ type: 'encryption-failed' })
    expect(policy.effects).toContainEqual({
      type: 'lost',
      code: 'voice-dave-not-ready',
      leave: true,
    })
    expect(policy.requestedAt).toHaveLength(3)
  })

  test('encryption that comes about and fails at once, again and again, is given up, too', () => {
    const policy = new Policy().joins().on({ type: 'encryption-ready' })
    for (let n = 0; n < 3; n++) {
      policy.nowMs += 1_000
      policy.on({ type: 'encryption-failed' })
      if (n < 2) policy.wait().reported().on({ type: 'encryption-ready' })
    }
    expect(policy.effects.filter(({ type }) => type === 'unheard')).toHaveLength(2)
    expect(policy.lost()).toBe('voice-dave-not-ready')
  })

  test('encryption that works in between resets the count', () => {
    const policy = new Policy().joins()
    for (let n = 0; n < 5; n++) {
      policy.on({ type: 'encryption-failed' }).wait().reported().on({ type: 'encryption-ready' })
      policy.nowMs += 60_000
    }
    expect(policy.lost()).toBeNull()
  })
})
