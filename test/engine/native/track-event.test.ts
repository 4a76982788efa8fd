import { expect, test } from 'bun:test'
import { trackEvent } from '../../../src/engine/native/track-event.ts'

test('an event of the addon has what its kind needs', () => {
  expect(trackEvent({ kind: 'ready', durationMs: 1_500, stated: true, codec: 'flac' })).toEqual({
    kind: 'ready',
    durationMs: 1_500,
    stated: true,
    seekable: false,
    codec: 'flac',
    passthrough: false,
    cutOff: false,
  })
  expect(trackEvent({ kind: 'range', offset: 7, generation: 2 })).toEqual({
    kind: 'range',
    offset: 7,
    generation: 2,
  })
  expect(trackEvent({ kind: 'failed', code: 'no-progress', detail: 'x', epoch: 3 })).toEqual({
    kind: 'failed',
    epoch: 3,
    failure: { code: 'no-progress', detail: 'x', expired: false },
  })
  expect(trackEvent({ kind: 'failed' })).toMatchObject({
    epoch: null,
    failure: { code: 'decode-failed', detail: null },
  })
})
