import type { TSchema } from '@sinclair/typebox'
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler'
import type { Value } from './schema.ts'

/** What's wrong with a value, without the value itself, which may be anything. */
export interface Fault {
  /** Names of fields and numbers of items, from the outside in. */
  readonly path: readonly string[]
  /** The schema that isn't met there. */
  readonly schema: TSchema
  readonly isMissing: boolean
}

/** Tells whether values from outside are what a schema describes. */
export class Check<Schema extends TSchema> {
  readonly #schema: Schema
  #compiled: TypeCheck<Schema> | null = null

  constructor(schema: Schema) {
    this.#schema = schema
  }

  /** Fields that the schema doesn't name are let through, unless it forbids them. */
  accepts(value: unknown): value is Value<Schema> {
    return this.#check().Check(value)
  }

  /** A fault: rather of what is there than of what is missing. Null: there's none. */
  faultIn(value: unknown): Fault | null {
    if (this.accepts(value)) return null
    let missing: Fault | null = null
    for (const { path, schema, value: found } of this.#check().Errors(value)) {
      const fault = { path: path.split('/').slice(1), schema, isMissing: found === undefined }
      if (!fault.isMissing) return fault
      missing ??= fault
    }
    return missing ?? { path: [], schema: this.#schema, isMissing: false }
  }

  /** Compiled when first used: a start doesn't wait for what it may not need. */
  #check(): TypeCheck<Schema> {
    this.#compiled ??= TypeCompiler.Compile(this.#schema)
    return this.#compiled
  }
}
