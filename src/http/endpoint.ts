import {
  type Static,
  type TObject,
  type TProperties,
  type TSchema,
  type TUnion,
  Type,
} from '@sinclair/typebox'
import type { ErrorCode } from '../base/error.ts'
import type { Scope } from '../domain/policy/scopes.ts'
import type { Value } from '../domain/schema/schema.ts'
import type { Call } from './auth.ts'

/** A body is one object, or one of several that have different fields. */
export type BodySchema = TObject | TUnion<TObject[]>

/** What an endpoint's function gets: who asks, and what was asked for, checked. */
export interface Asked<Params, Query, Body> {
  readonly call: Call
  readonly params: Params
  readonly query: Query
  readonly body: Body
}

/** One thing that programs can ask of one server, as data. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/guilds/:guild`; a segment that begins with `:` is one of `params`. */
  readonly path: string
  /** What a key needs. */
  readonly scope: Scope
  /** A few words for the document. */
  readonly summary: string
  readonly params: TObject
  readonly query: TObject
  /** Null: there's none. */
  readonly body: BodySchema | null
  readonly answer: TSchema
  /** What the function may be refused with, beside what may happen to any request. */
  readonly errors: readonly ErrorCode[]
  readonly example: {
    readonly params?: Readonly<Record<string, unknown>>
    readonly query?: Readonly<Record<string, unknown>>
    readonly body?: unknown
    readonly answer: unknown
  }
  run(asked: Asked<never, never, never>): Promise<unknown>
}

/** These fields and no others: a misspelt one is an error, not ignored. */
export const fields = <Properties extends TProperties>(properties: Properties) =>
  Type.Object(properties, { additionalProperties: false })

export const NOTHING = fields({})

type Parts<P extends TObject, Q extends TObject, B extends BodySchema, A extends TSchema> = Omit<
  Endpoint,
  'params' | 'query' | 'body' | 'answer' | 'example' | 'run'
> & {
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly answer: A
  readonly example: {
    readonly params?: Static<P>
    readonly query?: Partial<Static<Q>>
    readonly body?: Static<B>
    readonly answer: Value<A>
  }
  run(asked: Asked<Value<P>, Value<Q>, Value<B>>): Promise<Value<A>>
}

/** An endpoint whose function and example fit its schemas. */
export function endpoint<
  P extends TObject = typeof NOTHING,
  Q extends TObject = typeof NOTHING,
  B extends BodySchema = typeof NOTHING,
  A extends TSchema = TSchema,
>(parts: Parts<P, Q, B, A>): Endpoint {
  return { params: NOTHING, query: NOTHING, body: null, ...parts }
}
