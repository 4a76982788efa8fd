import { afterAll, beforeAll } from 'bun:test'
import { LocalDiscord } from '../local-discord.ts'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly json: {
    code?: number
    message?: string
    errors?: unknown
    [key: string]: unknown
  } | null
}

/** What every test of a file finds: one local Discord, without rate limits, asked over plain HTTP. */
export class RestStage {
  #discord: LocalDiscord | null = null

  /** Call at the top of a test file. */
  static set(): RestStage {
    const stage = new RestStage()
    beforeAll(async () => {
      stage.#discord = await LocalDiscord.start()
      stage.#discord.faults.rest.rateLimits = false
    })
    afterAll(async () => await stage.#discord?.[Symbol.asyncDispose]())
    return stage
  }

  get discord(): LocalDiscord {
    if (this.#discord === null) throw new Error('no test is running')
    return this.#discord
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    { to = this.discord, token = to.token as string | null } = {},
  ): Promise<Reply> {
    const response = await fetch(`${to.apiUrl}/v10${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bot ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { status, headers } = response
    const text = await response.text()
    return { status, headers, json: text === '' ? null : JSON.parse(text) }
  }
}

/** Paths of the faults in an answer of code 50035, with their codes. */
export function faultsOf(errors: unknown, path = ''): Record<string, string> {
  if (typeof errors !== 'object' || errors === null) return {}
  return Object.entries(errors).reduce<Record<string, string>>((all, [key, value]) => {
    if (key === '_errors' && Array.isArray(value)) {
      all[path] = value.map(({ code }) => code).join()
    } else Object.assign(all, faultsOf(value, path === '' ? key : `${path}.${key}`))
    return all
  }, {})
}
