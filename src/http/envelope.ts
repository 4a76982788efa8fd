import type { ApiError } from './api-error.ts'

/** `{data, timestamp, requestId}`. */
export function success(data: unknown, requestId: string): Response {
  return Response.json({ data, ...stamp(requestId) }, { headers: headersOf(requestId) })
}

/** `{error: {code, message, details?}, timestamp, requestId}`. */
export function failure(error: ApiError, requestId: string): Response {
  const { status, code, message, details, retryAfterS, allow } = error
  const headers = headersOf(requestId)
  if (retryAfterS !== null) headers['retry-after'] = String(retryAfterS)
  if (allow !== null) headers.allow = allow.join(', ')
  if (status === 401) headers['www-authenticate'] = 'ApiKey header="X-API-Key"'
  const told = details === null ? { code, message } : { code, message, details }
  return Response.json({ error: told, ...stamp(requestId) }, { status, headers })
}

const stamp = (requestId: string) => ({ timestamp: new Date().toISOString(), requestId })

function headersOf(requestId: string): Record<string, string> {
  return { 'cache-control': 'no-store', 'x-request-id': requestId }
}
