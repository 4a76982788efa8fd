import { guildId } from '../../../src/base/ids.ts'
import type { Found, FoundTrack } from '../../../src/domain/track.ts'
import { addressPolicy } from '../../../src/net/address-policy.ts'
import type { SiteOptions } from '../../../src/sources/services/site.ts'
import type { Asking } from '../../../src/sources/source.ts'
import { ManualClock } from '../../discord/manual-clock.ts'

/** What answers at a host, a path and a search, as 'api.deezer.com/track/1'; undefined: 404. */
export type Answers = (where: string, request: Request) => Response | Promise<Response> | undefined

export interface StandIn extends AsyncDisposable {
  readonly options: SiteOptions
  readonly clock: ManualClock
  /** What was asked so far, in order. */
  readonly asked: string[]
}

/** A server on loopback in the place of all services: the first part of a path names the host. */
export function standIn(answers: Answers): StandIn {
  const asked: string[] = []
  const server = Bun.serve({
    ...{ hostname: '127.0.0.1', port: 0 },
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      const where = `${pathname.slice(1)}${search}`
      asked.push(where)
      return (await answers(where, request)) ?? new Response('nothing', { status: 404 })
    },
  })
  const clock = new ManualClock()
  const policy = addressPolicy({ allowed: [`127.0.0.1:${server.port}`] })
  const baseOf = (host: string) => `http://127.0.0.1:${server.port}/${host}`
  return {
    ...{ options: { policy, clock, baseOf }, clock, asked },
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}

export const html = (page: string): Response =>
  new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } })

export const redirect = (location: string, status = 302): Response =>
  new Response(null, { status, headers: { location } })

export const asking: Asking = { server: guildId('1'), signal: new AbortController().signal }

/** All tracks of what was found, page after page. */
export async function allOf({ tracks, rest }: Found): Promise<FoundTrack[]> {
  const all = [...tracks]
  for await (const page of rest?.(asking.signal) ?? []) all.push(...page)
  return all
}
