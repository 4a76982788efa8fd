import { plugin } from 'bun'
import type { OpenAPI3 } from 'openapi-typescript'
import { allEndpoints } from '../../src/api/endpoints.ts'
import { openApiDocument } from '../../src/http/openapi.ts'

/** Writes `client.d.ts`, the types of a client of the API, as they follow from its document. */

// The generator builds its output with TypeScript's API of version 5, which version 7 doesn't have.
plugin({
  name: 'typescript 5 for openapi-typescript',
  setup(build) {
    build.module('typescript', async () => {
      const { default: typescript } = await import('typescript5')
      return { exports: { ...typescript, default: typescript }, loader: 'object' }
    })
  },
})

const nobody = () => Promise.reject(new Error('only described here'))
const document = openApiDocument({
  endpoints: allEndpoints({
    command: nobody,
    queue: nobody,
    enqueue: nobody,
    search: nobody,
    wrong: nobody,
  }),
  title: 'Segue',
  version: '1',
  prefix: '/api/v1',
  description: '',
})
const { default: openapiTS, astToString } = await import('openapi-typescript')
const types = astToString(await openapiTS(withoutProse(document) as OpenAPI3))
const [out = `${import.meta.dir}/client.d.ts`] = process.argv.slice(2)
await Bun.write(out, `// Made by generate-client.ts from the API’s document.\n${types}`)

/** The document without what no type depends on. */
function withoutProse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProse)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([name, one]) => !isProse(name, one))
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutProse(one)]))
}

/** A field may have such a name, too, but its schema isn't text. */
function isProse(name: string, value: unknown): boolean {
  return name === 'example' || (/^(description|summary)$/.test(name) && typeof value === 'string')
}
