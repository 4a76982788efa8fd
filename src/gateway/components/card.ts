import { SegueError } from '../../base/error.ts'
import type { TrackId } from '../../base/ids.ts'
import { newSeed } from '../../base/new-seed.ts'
import type { Command } from '../../domain/command.ts'
import type { Notice } from '../../domain/notice.ts'
import { AUTOPLAY_MODES, LOOP_MODES } from '../../domain/schema/command.ts'
import { type Reply, toEveryone } from '../interactions/reply.ts'
import type { Cards } from '../now-playing/cards.ts'
import { noticeView } from '../views/notice.ts'
import { queueView } from '../views/queue.ts'
import type { Component, ComponentCall } from './component.ts'

/** What a press asks for; `about` is the track that it's for. */
interface Press {
  readonly command: Command
  readonly about?: TrackId
}

/** The buttons of the now-playing card. Each shows its effect in the card that was pressed. */
export function cardComponents(cards: Pick<Cards, 'pressed' | 'unshown'>): readonly Component[] {
  const control = (action: string, press: (call: ComponentCall) => Press): Component => ({
    action,
    run: async (call) => {
      const notice = await obeyed(call, press(call))
      // The others can't see on the card that their votes are wanted.
      if (notice?.kind === 'voted') return toEveryone(noticeView(notice))
      const view = await cards.pressed(call.guildId, call.messageId)
      if (view === null) return { shown: 'already' }
      const failed = () => cards.unshown(call.guildId, call.messageId)
      return { view, visibility: 'in place', failed }
    },
  })
  const ofTrack = (action: string, command: (call: ComponentCall) => Command): Component =>
    control(action, (call) => ({ command: command(call), about: trackOf(call) }))
  return [
    ofTrack('card-pause', () => ({ kind: 'pause' })),
    ofTrack('card-resume', () => ({ kind: 'resume' })),
    ofTrack('card-skip', () => ({ kind: 'skip', count: 1 })),
    ofTrack('card-previous', () => ({ kind: 'previous' })),
    ofTrack('card-stop', () => ({ kind: 'stop' })),
    ofTrack('card-seek', ({ args }) => ({
      kind: 'seek',
      target: { kind: 'by', ms: numberOf(args[1]) },
    })),
    control('card-volume', ({ args }) => ({
      command: { kind: 'volume-by', percent: numberOf(args[0]) },
    })),
    control('card-mute', () => ({ command: { kind: 'mute', muted: true } })),
    control('card-unmute', () => ({ command: { kind: 'mute', muted: false } })),
    control('card-jump', ({ values: [track = ''] }) => ({
      command: { kind: 'jump', to: track as TrackId },
    })),
    control('card-shuffle', () => ({ command: { kind: 'shuffle', seed: newSeed() } })),
    control('card-clear', () => ({ command: { kind: 'clear' } })),
    control('card-loop', ({ args }) => {
      const loop = LOOP_MODES.find((mode) => mode === args[0])
      if (loop === undefined) throw new SegueError('outdated-control')
      return { command: { kind: 'loop', loop } }
    }),
    control('card-autoplay', ({ args }) => {
      const mode = AUTOPLAY_MODES.find((known) => known === args[0])
      if (mode === undefined) throw new SegueError('outdated-control')
      return { command: { kind: 'autoplay', mode } }
    }),
    { action: 'card-queue', run: showQueue },
  ]
}

/** Whoever presses for a track that's over wants nothing of the next one: five who skip at once skip one. */
async function obeyed(
  { players, guildId, request }: ComponentCall,
  press: Press,
): Promise<Notice | null> {
  const { command, about } = press
  try {
    return await players.command(guildId, command, {
      ...request(),
      ...(about === undefined ? {} : { about }),
    })
  } catch (error) {
    if (!(error instanceof SegueError) || error.code !== 'track-over') throw error
    return null
  }
}

async function showQueue({ players, guildId }: ComponentCall): Promise<Reply> {
  return { view: queueView(players.state(guildId), 1), visibility: 'caller' }
}

/** An id that nobody has is refused as one of a track that's over. */
const trackOf = ({ args: [id = ''] }: ComponentCall): TrackId => id as TrackId

/** Whoever forges an id may write anything. */
function numberOf(text: string | undefined): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new SegueError('outdated-control')
  return value
}
