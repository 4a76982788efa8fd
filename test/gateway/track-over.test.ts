import { expect, test } from 'bun:test'
import { guildId, type TrackId } from '../../src/base/ids.ts'
import type { PlayerEvent } from '../../src/domain/events.ts'
import { trackOver } from '../../src/gateway/track-over.ts'
import { Events } from '../../src/observability/events.ts'
import { silentLog } from '../../src/observability/log.ts'
import { EventFeed } from '../../src/player/event-feed.ts'
import { track } from '../domain/player/sample.ts'
import { settled } from '../player/stage.ts'

const feed = () => new EventFeed(silentLog, new Events(silentLog))
const server = (at: number) => guildId(String(at))
const ended: PlayerEvent = {
  ...{ kind: 'track_end', track: track('a', { id: 'a' as TrackId }), positionMs: 0 },
  ...{ outcome: 'finished', heard: true },
}

/** Whether it's over by now. */
async function isOver(over: Promise<void> | null): Promise<boolean> {
  let ended = false
  void over?.then(() => {
    ended = true
  })
  await settled()
  return ended
}

test('a track is over at its end, and for its own server alone', async () => {
  const all = feed()
  const [one, other] = [trackOver(all, server(1)), trackOver(all, server(2))]
  all.publish(server(1), 1, [{ kind: 'volume', volume: 5 }])
  all.flush()
  expect(await isOver(one)).toBe(false)
  all.publish(server(1), 1, [ended])
  all.flush()
  expect([await isOver(one), await isOver(other)]).toEqual([true, false])
})

test('a later answer of a server takes the place of its former one, and thirty are followed at once', async () => {
  const all = feed()
  const first = trackOver(all, server(0))
  const others = Array.from({ length: 29 }, (_, at) => trackOver(all, server(at + 1)))
  expect(others).not.toContain(null)
  expect(trackOver(all, server(30))).toBeNull()
  expect(trackOver(all, server(0))).not.toBeNull()
  expect(await isOver(first)).toBe(true)
  all.publish(server(5), 1, [ended])
  all.flush()
  expect(trackOver(all, server(30))).not.toBeNull()
})
