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
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    const path = (SERVER_PATH + endpoint.path).replaceAll(/:(\w+)/g, '{$1}')
    const operations = paths[path] ?? {}
    operations[endpoint.method.toLowerCase()] = operationOf(endpoint, (schema) =>
      lifted(schema, schemas),
    )
    paths[path] = operations
  }
  const security = { key: { type: 'apiKey', in: 'header', name: 'X-API-Key' } }
  return {
    openapi: '3.1.0',
    info: { title, version, description },
    servers: [{ url: prefix }],
    security: [{ key: [] }],
    paths,
    components: { schemas, securitySchemes: security },
  }
}

function operationOf(endpoint: Endpoint, shown: (schema: TSchema) => unknown): Json {
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
    responses: { 200: answered, ...refusalsOf(endpoint) },
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

/** The refusals by status, each with its codes. */
function refusalsOf({ errors, body, query, params }: Endpoint): Json {
  const hasFields = query !== NOTHING || params !== NOTHING
  const codes = new Set([
    ...ALWAYS,
    ...(hasFields ? OF_FIELDS : []),
    ...(body === null ? [] : OF_BODIES),
    ...errors,
  ])
  const byStatus = Map.groupBy(codes, (code) => apiErrors[code].status)
  return Object.fromEntries([...byStatus].map(([status, some]) => [status, refusalOf(some)]))
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
function operationId(method: string, path: string): string {
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
