import { SegueError } from '../../base/error.ts'
import { request } from '../../net/http.ts'
import { asFailure } from '../failure.ts'
import { USER_AGENT } from '../user-agent.ts'
import { baseOf, type SiteOptions } from './site.ts'

/** A service's short links. */
export interface ShortLinks {
  isOne(text: string): boolean
  /** The hosts that a short link may lead to, itself among them: all are the service's own. */
  readonly hosts: ReadonlySet<string>
}

const MOST_HOPS = 5
const WITHIN_MS = 6_000

/**
 * What a short link stands for. Each redirect is looked at before it's followed, so that it leads to hosts of
 * that service alone; the page in the end isn't asked for. Rejects with 'unsupported' for one that
 * leads elsewhere, or to nothing that `linkOf` knows.
 */
export async function expanded<Link>(
  text: string,
  { hosts }: ShortLinks,
  linkOf: (text: string) => Link | null,
  options: SiteOptions,
  signal: AbortSignal,
): Promise<Link> {
  let url = new URL(text)
  for (let hop = 0; hop < MOST_HOPS; hop++) {
    const next = await redirectOf(url, options, signal)
    if (next === null) throw new SegueError('unsupported', 'a short link without an end')
    const link = linkOf(next.href)
    if (link !== null) return link
    if (next.protocol !== 'https:' || !hosts.has(next.host)) {
      throw new SegueError('unsupported', 'a short link that leads elsewhere')
    }
    url = next
  }
  throw new SegueError('unsupported', 'a short link of many')
}

/** Null: it leads nowhere. */
async function redirectOf(
  url: URL,
  options: SiteOptions,
  signal: AbortSignal,
): Promise<URL | null> {
  const headers = { 'user-agent': USER_AGENT, accept: 'text/html' }
  const address = `${baseOf(url.host, options)}${url.pathname}${url.search}`
  const how = { policy: options.policy, headers, signal, firstByteTimeoutMs: WITHIN_MS }
  try {
    const answer = await request(address, { ...how, follows: false })
    answer.cancel()
    if (answer.status === 404 || answer.status === 410) throw new SegueError('link-hidden')
    const location = answer.headers.address('location')
    return location === null ? null : URL.parse(location, url.href)
  } catch (error) {
    signal.throwIfAborted()
    throw asFailure(error)
  }
}
