import { systemClock } from '../../../../src/base/clock.ts'
import { unfiltered } from '../../../../src/domain/sound.ts'
import type { TrackFacts, TrackFailure } from '../../../../src/engine/contract/frame-source.ts'
import { Charsets } from '../../../../src/engine/input/titles/charsets.ts'
import { MediaTrack } from '../../../../src/engine/worker/media-track.ts'
import { addressPolicy } from '../../../../src/net/address-policy.ts'
import { silentLog } from '../../../../src/observability/log.ts'
import { addon } from '../../../support/played-track.ts'
import { hear } from '../../../support/sound.ts'

/** The finest that Opus has, so that what differs is the decoder's. */
const BITRATE = 510_000
const COMPLEXITY = 10
const STALLED_MS = 20_000

export interface Heard {
  /** 48 kHz stereo, interleaved. */
  readonly pcm: Int16Array
  readonly decoder: 'native' | 'ffmpeg'
  readonly facts: TrackFacts | null
  readonly failure: TrackFailure | null
}

/** Plays a file as a worker does: the addon decodes it, or hands it to FFmpeg. */
export async function hearFile(path: string): Promise<Heard> {
  let decoder: Heard['decoder'] = 'native'
  let facts: TrackFacts | null = null
  let failure: TrackFailure | null = null
  using track = new MediaTrack({
    renew: () => Promise.resolve(null),
    media: { kind: 'file', path },
    startMs: 0,
    sound: unfiltered(100),
    bitrate: BITRATE,
    decoders: {
      addon: addon(),
      ffmpegPath: 'ffmpeg',
      complexity: COMPLEXITY,
      policy: addressPolicy({}),
      charsets: new Charsets(),
      log: { ...silentLog, info: () => (decoder = 'ffmpeg') },
    },
    events: {
      onReady: (told) => (facts = told),
      onFailed: (told) => (failure = told),
    },
  })
  const frames: Uint8Array[] = []
  const out = new Uint8Array(1276)
  let lastAt = systemClock.now()
  for (;;) {
    const length = track.take(out)
    if (length < 0 || (length === 0 && failure !== null)) break
    if (length > 0) {
      frames.push(out.slice(0, length))
      lastAt = systemClock.now()
    } else if (systemClock.now() - lastAt > STALLED_MS) throw new Error('no frame for 20 s')
    else await new Promise((resolve) => setTimeout(resolve, 1))
  }
  return { pcm: hear(frames), decoder, facts, failure }
}
