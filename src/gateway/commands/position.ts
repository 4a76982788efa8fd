import { SegueError } from '../../base/error.ts'
import type { SeekTarget } from '../../domain/command.ts'

/** `1:23`, `1:02:03` or `90` (seconds), each also with a sign for a distance: `+30`, `-0:10`. */
const POSITION = /^([+-]?)(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})$/

/** Throws 'bad-position' for anything else, and for minutes or seconds above 59 behind a colon. */
export function parsePosition(text: string): SeekTarget {
  const match = POSITION.exec(text.trim())
  if (match === null) throw new SegueError('bad-position')
  const [, sign, hours, minutes, seconds] = match
  const tooMany = (part: string | undefined) => Number(part ?? 0) > 59
  if ((minutes !== undefined && tooMany(seconds)) || (hours !== undefined && tooMany(minutes))) {
    throw new SegueError('bad-position')
  }
  const total = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds)
  if (sign === '') return { kind: 'to', ms: total * 1000 }
  return { kind: 'by', ms: (sign === '-' ? -total : total) * 1000 }
}
