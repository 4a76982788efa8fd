import { ApiError } from './api-error.ts'

/** Bytes of the longest body. */
const BODY_LIMIT = 16 * 1024

/** The fields of a request's JSON body, none when it is empty. Throws an `ApiError`. */
export async function jsonBody(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const text = await request.text()
  if (text.length > BODY_LIMIT) {
    throw new ApiError('body-too-large', `The body is longer than ${BODY_LIMIT} bytes.`)
  }
  if (text === '') return {}
  const body = parsed(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ApiError('bad-body')
  }
  return body as Readonly<Record<string, unknown>>
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError('bad-json')
  }
}
