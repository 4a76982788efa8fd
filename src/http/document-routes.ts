import { type DocumentOptions, openApiDocument } from './openapi.ts'
import { openApiPage } from './openapi-page.ts'
import type { Routes } from './server.ts'

const NO_SCRIPTS = "default-src 'none'; style-src 'unsafe-inline'"

/**
 * `GET /openapi.json` and the page `GET /docs`. Both are open to all, since they tell what anybody
 * can read in Segue's source, and nothing of this host.
 */
export function documentRoutes(options: DocumentOptions): Routes {
  const document = openApiDocument(options)
  const page = openApiPage(document)
  return (app) => {
    app
      .get('/openapi.json', () => Response.json(document))
      .get('/docs', () => {
        const headers = { 'content-type': 'text/html; charset=utf-8' }
        return new Response(page, {
          headers: { ...headers, 'content-security-policy': NO_SCRIPTS },
        })
      })
    return app
  }
}
