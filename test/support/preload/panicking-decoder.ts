/** Preloaded into an engine thread: after a second of an MP3 file the addon's decoder really panics. */
import type { Addon } from '../../../src/engine/native/addon.ts'

const FRAMES = 50
const addon: { Track: Addon['Track'] } = require('../../../native/segue.node')

addon.Track = class extends addon.Track {
  constructor(...[options, onEvent]: ConstructorParameters<Addon['Track']>) {
    super(options.hint === 'mp3' ? { ...options, faultAfterFrames: FRAMES } : options, onEvent)
  }
}
