import { describe, expect, test } from 'bun:test'
import { allEndpoints } from '../../src/api/endpoints.ts'
import { Check } from '../../src/domain/schema/check.ts'
import { documentRoutes } from '../../src/http/document-routes.ts'
import { HttpServer } from '../../src/http/server.ts'
import { silentLog } from '../../src/observability/log.ts'

/** No endpoint is run here: the document and the examples are what they say before that. */
const nobody = () => Promise.reject(new Error('not run'))
const endpoints = allEndpoints({
  command: nobody,
  queue: nobody,
  enqueue: nobody,
  search: nobody,
  wrong: nobody,
})
const options = { title: 'Segue', version: '1.2.3', prefix: '/api/v1', description: '<b>music</b>' }

async function ask(path: string): Promise<Response> {
  const listen = { port: 0, variable: 'API_PORT', bind: '127.0.0.1', log: silentLog }
  await using server = new HttpServer(listen, documentRoutes({ endpoints, ...options }))
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`)
  return new Response(await answer.text(), answer)
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly components: { readonly schemas: object; readonly responses: object }
}

const read = async (): Promise<Document> => JSON.parse(await (await ask('/openapi.json')).text())

describe('the document of the API', () => {
  test('is there without a key, and tells every operation with an example of its answer', async () => {
    const document = await read()
    expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } })
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
    expect(operations).toHaveLength(endpoints.length)
    for (const operation of operations) {
      expect(operation).toMatchObject({
        summary: expect.stringMatching(/^[A-Z]/),
        responses: {
          200: { content: { 'application/json': { example: { data: expect.anything() } } } },
          401: { $ref: '#/components/responses/Refused401' },
        },
      })
    }
    const ids = operations.map((operation) => 'operationId' in operation && operation.operationId)
    expect(new Set(ids).size).toBe(endpoints.length)
  })

  test('refers only to shapes that it has', async () => {
    const document = await read()
    const text = JSON.stringify(document)
    const named = [...text.matchAll(/"#\/components\/(\w+\/[\w-]+)"/g)].map(([, name]) => name)
    const { schemas, responses } = document.components
    const there = [
      ...Object.keys(responses).map((name) => `responses/${name}`),
      ...Object.keys(schemas).map((name) => `schemas/${name}`),
    ]
    expect(there.sort()).toEqual([...new Set(named.map(String))].sort())
  })

  test('is a page, too, that needs no script and nothing from elsewhere', async () => {
    const answer = await ask('/docs')
    const page = await answer.text()
    expect(answer.headers.get('content-security-policy')).toStartWith("default-src 'none'")
    expect(page).not.toMatch(/<script|(?:src|href)="\w+:|url\(|@import|<b>music/)
    for (const { summary } of endpoints) expect(page).toContain(summary)
  })
})

describe.each(endpoints.map((one) => [`${one.method} ${one.path}`, one] as const))(
  '%s',
  (_, one) => {
    test('has examples that fit its schemas', () => {
      const { example, answer, body, query, params } = one
      expect(new Check(answer).faultIn(example.answer)).toBeNull()
      if (body !== null) expect(new Check(body).faultIn(example.body)).toBeNull()
      else expect(example.body).toBeUndefined()
      expect(new Check(query).faultIn(example.query ?? {})).toBeNull()
      expect(new Check(params).faultIn(example.params ?? {})).toBeNull()
    })
  },
)
