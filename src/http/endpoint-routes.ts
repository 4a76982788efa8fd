import type { Auth } from './auth.ts'
import { type Endpoint, NOTHING } from './endpoint.ts'
import { Fields } from './fields.ts'
import { jsonBody } from './json-body.ts'
import type { Routes } from './server.ts'

/** What every endpoint is about. */
export const SERVER_PATH = '/guilds/:guild'

/** The bodies are read by hand, since Elysia accepts broken ones (`{bad` passes as empty). */
const RAW = { parse: 'none' } as const

/** Answers these endpoints to those who may ask. */
export function endpointRoutes(auth: Auth, endpoints: readonly Endpoint[]): Routes {
  return (app) => {
    for (const endpoint of endpoints) {
      const read = readerOf(endpoint)
      const answered = ({ request, params }: Routed) => {
        const { guild = '', ...others } = params
        return auth.forServer(request, guild, endpoint.scope, async (call) =>
          endpoint.run({ call, ...(await read(request, others)) }),
        )
      }
      app.route(endpoint.method, SERVER_PATH + endpoint.path, answered, RAW)
    }
    return app
  }
}

type Texts = Readonly<Record<string, string>>

interface Routed {
  readonly request: Request
  readonly params: Texts
}

/** Reads what was asked for. What it gives is what the schemas describe, hence the type `never`. */
function readerOf(endpoint: Endpoint) {
  const address = new Fields('the address', endpoint.params)
  const query = new Fields('the query', endpoint.query)
  const body = new Fields('the body', endpoint.body ?? NOTHING)
  const mayHaveBody = endpoint.method !== 'GET'
  return async (request: Request, params: Texts) => ({
    params: address.fromText(params) as never,
    query: (endpoint.query === NOTHING ? {} : query.fromText(queryOf(request))) as never,
    body: (mayHaveBody ? body.from(await jsonBody(request)) : {}) as never,
  })
}

const queryOf = (request: Request) => Object.fromEntries(new URL(request.url).searchParams)
