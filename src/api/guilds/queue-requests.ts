import type { RemoteCommand } from '../../domain/command.ts'
import { LOOP_MODES, VOLUME } from '../../domain/schema/command.ts'
import { pageSchema } from '../../domain/schema/view.ts'
import type { Page } from '../../fleet/view.ts'
import { badField, integer, jsonBody } from '../../http/json-body.ts'

const DEFAULT_PAGE = 50
const MOST_TRACKS = 10_000
/**
 * A day, which is longer than any track. The player refuses positions that its track doesn't have.
 */
const MOST_MS = 24 * 60 * 60 * 1000
const PAGE_LIMIT = pageSchema.properties.limit.maximum ?? 0

/** `?offset=0&limit=50`. Throws an `ApiError`, like all of these. */
export function pageFrom(request: Request): Page {
  const query = Object.fromEntries(new URL(request.url).searchParams)
  const odd = Object.keys(query).find((name) => name !== 'offset' && name !== 'limit')
  if (odd !== undefined) throw badField(odd.slice(0, 50), 'isn’t known here: use offset and limit')
  const count = (name: string, otherwise: number): number => {
    const text = query[name]
    if (text === undefined) return otherwise
    return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  }
  const page = { offset: count('offset', 0), limit: count('limit', DEFAULT_PAGE) }
  return {
    offset: integer(page, 'offset', 0, MOST_TRACKS),
    limit: integer(page, 'limit', 1, PAGE_LIMIT),
  }
}

/** `{count?}`: how many, the current one included. */
export async function skipFrom(request: Request): Promise<RemoteCommand> {
  const body = await jsonBody(request, ['count'])
  const count = body.count === undefined ? 1 : integer(body, 'count', 1, MOST_TRACKS)
  return { kind: 'skip', count }
}

/** `{positionMs}` or `{offsetMs}`. */
export async function seekFrom(request: Request): Promise<RemoteCommand> {
  const body = await jsonBody(request, ['positionMs', 'offsetMs'])
  const isBoth = body.positionMs !== undefined && body.offsetMs !== undefined
  if (isBoth) throw badField('offsetMs', 'and “positionMs” can’t be used together')
  if (body.offsetMs !== undefined) {
    const ms = integer(body, 'offsetMs', -MOST_MS, MOST_MS)
    return { kind: 'seek', target: { kind: 'by', ms } }
  }
  return { kind: 'seek', target: { kind: 'to', ms: integer(body, 'positionMs', 0, MOST_MS) } }
}

/** `{volume}`, in percent. */
export async function volumeFrom(request: Request): Promise<RemoteCommand> {
  const body = await jsonBody(request, ['volume'])
  return { kind: 'volume', volume: integer(body, 'volume', VOLUME.minimum, VOLUME.maximum) }
}

/** `{loop}`. */
export async function loopFrom(request: Request): Promise<RemoteCommand> {
  const body = await jsonBody(request, ['loop'])
  const loop = LOOP_MODES.find((mode) => mode === body.loop)
  if (loop === undefined) throw badField('loop', `must be one of ${LOOP_MODES.join(', ')}`)
  return { kind: 'loop', loop }
}
