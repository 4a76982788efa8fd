import { ApiError } from './api-error.ts'

/** Bytes of the longest body. */
const BODY_LIMIT = 16 * 1024

type Fields = Readonly<Record<string, unknown>>

/**
 * The fields of a request's JSON body, none when it is empty. `allowed` names every field that it
 * may have: a misspelt one is an error, not ignored. Throws an `ApiError`.
 */
export async function jsonBody(request: Request, allowed: readonly string[]): Promise<Fields> {
  const text = await request.text()
  if (text.length > BODY_LIMIT) {
    throw new ApiError(413, 'body-too-large', `The body is longer than ${BODY_LIMIT} bytes.`)
  }
  if (text === '') return {}
  const body = parsed(text)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ApiError(422, 'bad-body', 'The body isn’t a JSON object.')
  }
  const odd = Object.keys(body).find((name) => !allowed.includes(name))
  if (odd !== undefined) {
    const known = allowed.length === 0 ? 'no fields' : `the fields ${allowed.join(', ')}`
    throw badField(odd.slice(0, 50), `isn’t known here: the body has ${known}`)
  }
  return body as Fields
}

/** A whole number from a body. Throws an `ApiError` that names the range. */
export function integer(fields: Fields, name: string, least: number, most: number): number {
  const value = fields[name]
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most)
    return value
  throw badField(name, `must be a whole number from ${least} to ${most}`)
}

export function badField(field: string, fault: string): ApiError {
  return new ApiError(422, 'bad-field', `“${field}” ${fault}.`, { details: { field } })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError(400, 'bad-json', 'The body isn’t JSON.')
  }
}
