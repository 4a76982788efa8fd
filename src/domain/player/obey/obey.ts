import { SegueError } from '../../../base/error.ts'
import type { RequestId } from '../../../base/ids.ts'
import { unreachable } from '../../../base/unreachable.ts'
import type { Command } from '../../command.ts'
import { inFairOrder } from '../../fair-order.ts'
import { changed, filtersOf } from '../../filters.ts'
import type { Notice } from '../../notice.ts'
import { move, remove, removeRange, shuffle, swap } from '../../queue.ts'
import type { Track } from '../../track.ts'
import type { PlayerState, VoiceChannel } from '../state.ts'
import type { Step } from '../step.ts'
import { enqueue, join, leave } from './calling.ts'
import { jump, previous, replay } from './going-back.ts'
import { handOver } from './leading.ts'
import {
  changeVolume,
  mute,
  resume,
  seek,
  setFilters,
  setPaused,
  setVolume,
  skip,
  stop,
} from './playing.ts'
import { removeSome } from './removing.ts'
import { undo } from './undo.ts'
import { wrong } from './wrong.ts'

/** Does a command; `at`: where it calls the bot to. Throws a `SegueError` when the command makes no sense now. */
export function obey(
  state: PlayerState,
  command: Command,
  requestId: RequestId,
  at: VoiceChannel | null,
  now: number,
): Step {
  switch (command.kind) {
    case 'enqueue':
      return enqueue(state, command, requestId, called(at))
    case 'join':
      return join(state, called(at), requestId)
    case 'leave':
      return leave(state, now)
    case 'dj':
      return handOver(state, command.userId)
    case 'pause':
      return setPaused(state, true)
    case 'resume':
      return resume(state, requestId)
    case 'stop':
      return stop(state, now)
    case 'skip':
      return skip(state, command.count, requestId)
    case 'seek':
      return seek(state, command.target)
    case 'volume':
      return setVolume(state, command.volume)
    case 'volume-by':
      return changeVolume(state, command.percent)
    case 'mute':
      return mute(state, command.muted)
    case 'filters':
      return setFilters(state, filtersOf(command.filters))
    case 'filter':
      return setFilters(state, changed(state.filters, command.change))
    case 'loop':
      return done({ ...state, loop: command.loop }, { kind: 'loop', loop: command.loop })
    case 'autoplay':
      return done({ ...state, autoplay: command.mode }, command)
    case 'previous':
      return previous(state, requestId)
    case 'replay':
      return replay(state, requestId)
    case 'jump':
      return jump(state, command.to, requestId)
    case 'wrong':
      return wrong(state, command, requestId)
    case 'undo':
      return undo(state, requestId)
    case 'remove': {
      const { queue, track } = remove(state.upcoming, command.position)
      return done({ ...state, upcoming: queue }, { kind: 'removed', track })
    }
    case 'remove-range': {
      const { queue, gone } = removeRange(state.upcoming, command.from, command.to)
      return done({ ...state, upcoming: queue }, { kind: 'removed-some', count: gone.length })
    }
    case 'remove-by':
    case 'remove-duplicates':
    case 'remove-absent':
      return removeSome(state, command)
    case 'swap': {
      const { queue, track, other } = swap(state.upcoming, command.first, command.second)
      return done({ ...state, upcoming: queue }, { kind: 'swapped', track, other })
    }
    case 'move': {
      const { queue, track } = move(state.upcoming, command.from, command.to)
      const reply: Notice = { kind: 'moved', track, position: command.to }
      return done({ ...state, upcoming: queue }, reply)
    }
    case 'shuffle': {
      const shuffled = shuffle(filled(state.upcoming), command.seed)
      const isFair = state.settings.fairOrder
      const upcoming = isFair ? inFairOrder(shuffled, state.current?.track ?? null) : shuffled
      return done({ ...state, upcoming }, { kind: 'shuffled', count: upcoming.length })
    }
    case 'clear': {
      // What is still arriving ends as well, even when nothing waits yet.
      const count = state.batches.length > 0 ? state.upcoming.length : filled(state.upcoming).length
      return done({ ...state, upcoming: [], batches: [] }, { kind: 'cleared', count })
    }
    default:
      return unreachable(command)
  }
}

function called(at: VoiceChannel | null): VoiceChannel {
  if (at === null) throw new SegueError('bot-not-in-voice')
  return at
}

function filled(queue: readonly Track[]): readonly Track[] {
  if (queue.length === 0) throw new SegueError('queue-empty')
  return queue
}

const done = (state: PlayerState, reply: Notice): Step => ({ state, effects: [], reply })
