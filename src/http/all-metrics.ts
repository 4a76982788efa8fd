import type { Routes } from './server.ts'

/** The text format that Prometheus reads, as of its version 0.0.4. */
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** `GET /metrics/all` of the role api: what every role of every process tells, on one port. */
export function allMetricsRoutes(gather: () => Promise<string>): Routes {
  return (app) => {
    app.get('/metrics/all', async () => {
      return new Response(await gather(), { headers: { 'content-type': CONTENT_TYPE } })
    })
    return app
  }
}
