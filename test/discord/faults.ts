/** What a test breaks on the REST side and the main gateway; mutable while everything runs. */
export class DiscordFaults {
  readonly rest: RestFaults = new RestFaults()
  readonly gateway: GatewayFaults = new GatewayFaults()
}

/** A route as the docs write it: `POST /channels/:channelId/messages`; a RegExp matches that text. */
export type RouteMatch = string | RegExp

interface PlannedFailure {
  readonly route: RouteMatch
  times: number
  readonly answer: PlannedAnswer
}

export type PlannedAnswer =
  | { readonly kind: 'rateLimit'; readonly retryAfterMs: number; readonly global: boolean }
  | {
      readonly kind: 'status'
      readonly status: number
      readonly code: number
      readonly message: string
    }

export class RestFaults {
  /** Every answer waits this long. */
  delayMs = 0
  /** False: no bucket ever runs empty (planned 429s still come). */
  rateLimits = true
  readonly #delays: { route: RouteMatch; ms: number }[] = []
  readonly #planned: PlannedFailure[] = []

  /** Answers of one route wait this long; 0 takes it back. */
  delay(route: RouteMatch, ms: number): void {
    this.#delays.unshift({ route, ms })
  }

  /** The next `times` calls of a route are answered with 429. */
  rateLimitNext(route: RouteMatch, { times = 1, retryAfterMs = 200, global = false } = {}): void {
    this.#planned.push({ route, times, answer: { kind: 'rateLimit', retryAfterMs, global } })
  }

  /** The next `times` calls of a route fail with this HTTP status. */
  failNext(
    route: RouteMatch,
    status: number,
    { times = 1, code = 0, message = `${status}: injected` } = {},
  ): void {
    this.#planned.push({ route, times, answer: { kind: 'status', status, code, message } })
  }

  /** Takes back all failures that are still planned. */
  clear(): void {
    this.#planned.length = 0
  }

  delayOf(route: string): number {
    return this.#delays.find((delay) => matches(delay.route, route))?.ms ?? this.delayMs
  }

  /** Uses up one planned failure of this route. */
  take(route: string): PlannedAnswer | null {
    const planned = this.#planned.find((plan) => plan.times > 0 && matches(plan.route, route))
    if (!planned) return null
    planned.times -= 1
    return planned.answer
  }
}

export class GatewayFaults {
  /** Heartbeats are not acknowledged: to the client the connection is a zombie. */
  ignoreHeartbeats = false
  /** Op 6 is answered with op 9 `false`, so the client has to identify anew. */
  refuseResume = false
  /** Identify is answered with this close code. */
  refuseIdentify: number | null = null
  /** GUILD_CREATE comes this much after READY. */
  guildCreateDelayMs = 0
  /** VOICE_STATE_UPDATE and VOICE_SERVER_UPDATE of a join are swallowed. */
  swallowVoiceUpdates = false
  /** VOICE_SERVER_UPDATE carries `endpoint: null` ("no server now, wait"). */
  noVoiceEndpoint = false
  /** INTERACTION_CREATE comes this much after the interaction was made, from which Discord counts its 3 s. */
  interactionDelayMs = 0
  /** INTERACTION_CREATE lacks what the documentation marks as optional: server, channel, languages. */
  sparseInteractions = false
}

const matches = (match: RouteMatch, route: string): boolean =>
  typeof match === 'string' ? match === route : match.test(route)
