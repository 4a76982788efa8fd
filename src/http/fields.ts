import type { TObject, TSchema } from '@sinclair/typebox'
import { SNOWFLAKE } from '../base/ids.ts'
import { Check, type Fault } from '../domain/schema/check.ts'
import { ApiError } from './api-error.ts'
import type { BodySchema } from './endpoint.ts'

type Given = Readonly<Record<string, unknown>>

/** What `Fields` are read from, for whoever sent a wrong one. */
type Where = 'the body' | 'the query' | 'the address'

/** Digits of the longest number in a query or an address. */
const MOST_DIGITS = 15

/** Reads the fields of a body, of a query or of an address as one schema describes them. */
export class Fields {
  readonly #where: Where
  readonly #variants: readonly { readonly schema: TObject; readonly check: Check<TObject> }[]

  constructor(where: Where, schema: BodySchema) {
    this.#where = where
    const schemas = 'anyOf' in schema ? (schema.anyOf as TObject[]) : [schema]
    this.#variants = schemas.map((one) => ({ schema: one, check: new Check(one) }))
  }

  /** As they are in JSON. Throws an `ApiError` that names the field and what it must be. */
  from(given: Given): Given {
    const names = Object.keys(given)
    const known = this.#variants.flatMap(({ schema }) => Object.keys(schema.properties))
    const odd = names.find((name) => !known.includes(name))
    if (odd !== undefined) throw this.#unknown(odd, known)
    const fitting = this.#variants.find(({ schema }) =>
      names.every((name) => name in schema.properties),
    )
    if (fitting === undefined) {
      const [one = '', other = ''] = names
      throw badField(other, `and “${one}” can’t be used together`)
    }
    const whole = { ...defaultsOf(fitting.schema), ...given }
    const fault = fitting.check.faultIn(whole)
    if (fault !== null) throw badField(fault.path.join('.'), demandOf(fault))
    return whole
  }

  /** As they are in a query or an address, where numbers are text. */
  fromText(given: Readonly<Record<string, string>>): Given {
    const [variant] = this.#variants
    const read = ([name, text]: [string, string]) => {
      const schema: TSchema | undefined = variant?.schema.properties[name]
      return [name, schema?.type === 'integer' ? numberIn(text) : text]
    }
    return this.from(Object.fromEntries(Object.entries(given).map(read)))
  }

  #unknown(name: string, known: readonly string[]): ApiError {
    const fields = known.length === 0 ? 'no fields' : `the fields ${known.join(', ')}`
    return badField(name.slice(0, 50), `isn’t known here: ${this.#where} has ${fields}`)
  }
}

function badField(field: string, fault: string): ApiError {
  return new ApiError('bad-field', `“${field}” ${fault}.`, { details: { field } })
}

/** Text that isn't a number stays text, which the schema then refuses. */
const numberIn = (text: string): unknown =>
  new RegExp(`^\\d{1,${MOST_DIGITS}}$`).test(text) ? Number(text) : text

function defaultsOf({ properties }: TObject): Given {
  const stated = Object.entries(properties).filter(([, schema]) => 'default' in schema)
  return Object.fromEntries(stated.map(([name, schema]) => [name, schema.default]))
}

/** What a field must be, as the end of a sentence. */
function demandOf({ schema, isMissing }: Fault): string {
  const { type, minimum, maximum, minLength, maxLength, pattern, enum: texts } = schema
  if (Array.isArray(texts)) return `must be one of ${texts.join(', ')}`
  if (type === 'number' && minimum !== undefined) {
    return `must be a number from ${minimum} to ${maximum}`
  }
  if (type === 'integer') return `must be a whole number from ${minimum} to ${maximum}`
  if (pattern === SNOWFLAKE.source) return 'must be an id of Discord’s: text of up to 20 digits'
  if (type === 'string') return `must be text of ${minLength ?? 0} to ${maxLength} characters`
  return isMissing ? 'is missing' : 'isn’t what the documentation says'
}
