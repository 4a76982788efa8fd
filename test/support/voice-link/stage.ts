import { afterAll, beforeAll, beforeEach, expect } from 'bun:test'
import { until } from '../../discord/until.ts'
import type { Channel } from '../../discord/voice/channel.ts'
import type { Ear } from '../../discord/voice/ear.ts'
import { VoiceServer } from '../../discord/voice/voice-server.ts'
import { BOT, freshChannel, RemoteLink } from './remote-link.ts'

/** What every test of a file has: a voice server, and a new link for each test. */
export interface Stage {
  server: VoiceServer
  link: RemoteLink
  channel: Channel
}

export const ALICE = '100000000000000002'

/** Call at the top of a test file. */
export function setStage(): Stage {
  const stage = {} as Stage
  beforeAll(async () => {
    stage.server = await VoiceServer.start()
    stage.link = await RemoteLink.start(stage.server.caPath)
  })
  beforeEach(async () => {
    if (!stage.link.alive) stage.link = await RemoteLink.start(stage.server.caPath)
    stage.channel = freshChannel(stage.server)
    stage.link.open(stage.channel)
  })
  afterAll(async () => {
    await stage.link[Symbol.asyncDispose]()
    await stage.server[Symbol.asyncDispose]()
  })
  return stage
}

export const hex = (frames: readonly Uint8Array[]): string[] =>
  frames.map((frame) => Buffer.from(frame).toString('hex'))

/** The bot's music as members heard it, in their order, silence left out. */
export const heard = (...ears: Ear[]): string[] =>
  hex(
    ears.flatMap((ear) =>
      ear.frames
        .filter(({ userId, silence }) => userId === BOT && !silence)
        .map(({ opus }) => opus),
    ),
  )

/** The same once as many as `frames` have arrived: the link has done its part before the network has. */
export async function heardOf(frames: readonly Uint8Array[], ...ears: Ear[]): Promise<string[]> {
  await until(
    () => heard(...ears).length >= frames.length,
    () => `${frames.length} frames, but ${heard(...ears).length}`,
  )
  return heard(...ears)
}

/**
 * Every frame was heard, although the session ended in mid-song: but for those that were under way to
 * it when it ended, of which their sender can't know.
 */
export async function expectWhole(
  frames: readonly Uint8Array[],
  link: RemoteLink,
  ...ears: Ear[]
): Promise<void> {
  const all = hex(frames)
  const last = all.at(-1) ?? ''
  await until(() => heard(...ears).includes(last), 'the last frame')
  const got = heard(...ears)
  const gapAt = got.findIndex((frame, at) => frame !== all[at])
  const gap = all.length - got.length
  expect(got).toEqual(all.toSpliced(gapAt, gap))
  expect(gap === 0 ? 0 : gapAt + gap).toBeLessThanOrEqual(link.takenBeforeBreak)
}
