import type { TObject, TSchema } from '@sinclair/typebox'
import { guildIdSchema } from '../domain/schema/schema.ts'
import { type ApiErrorCode, apiErrors } from './api-error.ts'
import { type Endpoint, NOTHING } from './endpoint.ts'
import { SERVER_PATH } from './endpoint-routes.ts'

type Json = Readonly<Record<string, unknown>>

/** Refusals that any request may meet, whatever it asks for. */
const ALWAYS: readonly ApiErrorCode[] = [
  ...(['unauthorized', 'missing-scope', 'too-many-requests', 'bad-server-id'] as const),
  ...(['unknown-server', 'other-process', 'player-away', 'player-late'] as const),
  ...(['database-away', 'starting', 'shutting-down', 'internal'] as const),
]
const OF_FIELDS: readonly ApiErrorCode[] = ['bad-field']
const OF_BODIES: readonly ApiErrorCode[] = ['bad-field', 'bad-json', 'bad-body', 'body-too-large']

const EXAMPLE_SERVER = '197038439483310086'
const STAMP = { timestamp: '2026-01-31T12:00:00.000Z', requestId: '5f0c7a1e' }

export interface DocumentOptions {
  readonly endpoints: readonly Endpoint[]
  readonly title: string
  readonly version: string
  /** Where the endpoints are mounted. */
  readonly prefix: string
  readonly description: string
}

/** What the endpoints are, as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1). */
export function openApiDocument(options: DocumentOptions): Json {
  const { endpoints, title, version, prefix, description } = options
  const schemas: Record<string, unknown> = {}
  const refusals = new Refusals()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    const path = (SERVER_PATH + endpoint.path).replaceAll(/:(\w+)/g, '{$1}')
    const operations = paths[path] ?? {}
    const shown = (schema: TSchema) => lifted(schema, schemas)
    operations[endpoint.method.toLowerCase()] = operationOf(endpoint, shown, refusals)
    paths[path] = operations
  }
  const security = { key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } }
  return {
    openapi: '3.1.0',
    info: { title, version, description },
    servers: [{ url: prefix }],
    security: [{ key: [] }],
    paths,
    components: { schemas, responses: refusals.responses, securitySchemes: security },
  }
}

function operationOf(
  endpoint: Endpoint,
  shown: (schema: TSchema) => unknown,
  refusals: Refusals,
): Json {
  const { method, path, scope, summary, query, params, body, answer, example } = endpoint
  const answered = {
    description: 'Done; `data` is what is true now.',
    headers: REQUEST_ID,
    content: {
      'application/json': {
        schema: envelope('data', shown(answer)),
        example: { data: example.answer, ...STAMP },
      },
    },
  }
  return {
    operationId: operationId(method, path),
    summary,
    description: `Needs a key with the scope “${scope}”.`,
    parameters: [
      parameter('path', 'guild', guildIdSchema, true, EXAMPLE_SERVER),
      ...parametersOf('path', params, example.params),
      ...parametersOf('query', query, example.query),
    ],
    ...(body === null ? {} : { requestBody: bodyOf(shown(body), isNeeded(body), example.body) }),
    responses: { 200: answered, ...refusals.of(endpoint), 431: refusals.tooLong },
  }
}

const bodyOf = (schema: unknown, required: boolean, example: unknown): Json => ({
  required,
  content: { 'application/json': { schema, example } },
})

/** An empty body counts as an object without fields. */
const isNeeded = (body: NonNullable<Endpoint['body']>): boolean =>
  'anyOf' in body || (body.required ?? []).length > 0

function parametersOf(where: 'path' | 'query', schema: TObject, example: Json = {}): Json[] {
  return Object.entries(schema.properties).map(([name, one]) => {
    const required = (schema.required ?? []).includes(name) && !('default' in one)
    return parameter(where, name, one, required, example[name])
  })
}

function parameter(
  where: 'path' | 'query',
  name: string,
  { description, ...schema }: TSchema,
  required: boolean,
  example: unknown,
): Json {
  const told = description === undefined ? {} : { description }
  const shown = example === undefined ? {} : { example }
  return { name, in: where, required, ...told, schema, ...shown }
}

/** Bun refuses these before anything of ours sees them, hence without a body. */
const TOO_LONG = 'Refused431'
const tooLong = { description: 'The address and the headers together are longer than 16 KiB.' }

/** Refusals by status and codes, each told once. */
class Refusals {
  readonly responses: Record<string, Json> = { [TOO_LONG]: tooLong }
  readonly tooLong = { $ref: `#/components/responses/${TOO_LONG}` }
  readonly #names = new Map<string, string>()

  /** References to an endpoint's refusals, by status. */
  of({ errors, body, query, params }: Endpoint): Json {
    const hasFields = query !== NOTHING || params !== NOTHING
    const codes = new Set([
      ...ALWAYS,
      ...(hasFields ? OF_FIELDS : []),
      ...(body === null ? [] : OF_BODIES),
      ...errors,
    ])
    const byStatus = Map.groupBy(codes, (code) => apiErrors[code].status)
    const refer = ([status, some]: [number, ApiErrorCode[]]) => [status, this.#refer(status, some)]
    return Object.fromEntries([...byStatus].map(refer))
  }

  #refer(status: number, codes: readonly ApiErrorCode[]): Json {
    const sorted = codes.toSorted()
    const key = `${status} ${sorted.join()}`
    const alike = [...this.#names.keys()].filter((other) => other.startsWith(`${status} `)).length
    const name = this.#names.get(key) ?? `Refused${status}${alike === 0 ? '' : `-${alike + 1}`}`
    this.#names.set(key, name)
    this.responses[name] ??= refusalOf(sorted)
    return { $ref: `#/components/responses/${name}` }
  }
}

function refusalOf(codes: readonly ApiErrorCode[]): Json {
  const [first = 'internal'] = codes
  const { message } = apiErrors[first]
  const error = {
    type: 'object',
    required: ['code', 'message'],
    properties: {
      code: { type: 'string', enum: codes },
      message: { type: 'string', description: 'For people. Programs read the code.' },
      details: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
    },
  }
  return {
    description: codes.map((code) => `\`${code}\`: ${apiErrors[code].message}`).join('\n\n'),
    headers: REQUEST_ID,
    content: {
      'application/json': {
        schema: envelope('error', error),
        example: { error: { code: first, message }, ...STAMP },
      },
    },
  }
}

const REQUEST_ID = {
  'x-request-id': {
    description: 'Names the request in Segue’s log.',
    schema: { type: 'string' },
  },
}

const envelope = (what: 'data' | 'error', schema: unknown): Json => ({
  type: 'object',
  required: [what, 'timestamp', 'requestId'],
  properties: {
    [what]: schema,
    timestamp: { type: 'string', format: 'date-time' },
    requestId: { type: 'string' },
  },
})

/** `POST /queue/pause` is `postQueuePause`. */
export function operationId(method: string, path: string): string {
  const words = path.split('/').map((part) => part.replace(':', 'by-'))
  const camel = (word: string) => word.replaceAll(/(?:^|-)(\w)/g, (_, one) => one.toUpperCase())
  return method.toLowerCase() + words.map(camel).join('')
}

/** The schema in JSON; schemas with an `$id` go to `named` and are referred to by it. */
function lifted(schema: unknown, named: Record<string, unknown>): unknown {
  if (Array.isArray(schema)) return schema.map((one) => lifted(one, named))
  if (typeof schema !== 'object' || schema === null) return schema
  const { $id, ...rest } = schema as Json
  const inner = Object.fromEntries(
    Object.entries(rest).map(([name, one]) => [name, lifted(one, named)]),
  )
  if (typeof $id !== 'string') return inner
  named[$id] ??= inner
  return { $ref: `#/components/schemas/${$id}` }
}
