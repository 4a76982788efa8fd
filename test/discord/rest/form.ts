import { type FormFault, invalidForm } from './errors.ts'

export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

interface Bounds {
  readonly min?: number
  readonly max?: number
  readonly required?: boolean
}

/**
 * Reads a request's body field by field and collects every fault, worded and coded as Discord's
 * 50035 answers are. `check` throws them all at once.
 */
export class Form {
  readonly fields: Fields
  readonly #path: readonly string[]
  readonly #faults: FormFault[]

  constructor(fields: unknown, path: readonly string[] = [], faults: FormFault[] = []) {
    this.#path = path
    this.#faults = faults
    this.fields = isFields(fields) ? fields : {}
    if (!isFields(fields)) {
      this.fail(null, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType')
    }
  }

  has(key: string): boolean {
    return this.fields[key] !== undefined && this.fields[key] !== null
  }

  string(key: string, bounds: Bounds & { pattern?: RegExp } = {}): string | undefined {
    const value = this.#present(key, bounds)
    if (value === undefined) return undefined
    const text = typeof value === 'number' ? String(value) : value
    if (typeof text !== 'string') {
      return this.fail(key, 'STRING_TYPE_CONVERT', `Could not interpret "${value}" as string.`)
    }
    const length = [...text].length
    const { min = 0, max = Number.POSITIVE_INFINITY, pattern } = bounds
    if (length < min || length > max) return this.#badLength(key, bounds)
    if (pattern && !pattern.test(text)) {
      return this.fail(key, 'STRING_TYPE_REGEX', 'String value did not match validation regex.')
    }
    return text
  }

  integer(key: string, bounds: Bounds = {}): number | undefined {
    const value = this.number(key, bounds)
    if (value === undefined || Number.isInteger(value)) return value
    return this.fail(key, 'NUMBER_TYPE_COERCE', `Value "${value}" is not int.`)
  }

  number(key: string, bounds: Bounds = {}): number | undefined {
    const value = this.#present(key, bounds)
    if (value === undefined) return undefined
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number !== 'number' || !Number.isFinite(number)) {
      return this.fail(key, 'NUMBER_TYPE_COERCE', `Value "${value}" is not int.`)
    }
    const { min, max } = bounds
    if (min !== undefined && number < min) {
      return this.fail(
        key,
        'NUMBER_TYPE_MIN',
        `int value should be greater than or equal to ${min}.`,
      )
    }
    if (max !== undefined && number > max) {
      return this.fail(key, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`)
    }
    return number
  }

  boolean(key: string): boolean | undefined {
    const value = this.#present(key, {})
    if (value === undefined || typeof value === 'boolean') return value
    return this.fail(key, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.')
  }

  oneOf<T>(key: string, allowed: readonly T[], bounds: Bounds = {}): T | undefined {
    const value = this.#present(key, bounds)
    if (value === undefined) return undefined
    const found = allowed.find((candidate) => candidate === value)
    if (found !== undefined) return found
    return this.fail(key, 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}.`)
  }

  object(key: string, bounds: Bounds = {}): Form | undefined {
    const value = this.#present(key, bounds)
    return value === undefined ? undefined : this.#child(value, key)
  }

  list(key: string, bounds: Bounds = {}): Form[] {
    return this.values(key, bounds).map((value, index) => this.#child(value, key, String(index)))
  }

  /** A list of anything. */
  values(key: string, bounds: Bounds = {}): unknown[] {
    const value = this.#present(key, bounds)
    if (value === undefined) return []
    if (!Array.isArray(value)) {
      this.fail(key, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType')
      return []
    }
    const { min = 0, max = Number.POSITIVE_INFINITY } = bounds
    if (value.length < min || value.length > max) this.#badLength(key, bounds)
    return value
  }

  /** Records a fault of this field (null: of the whole form); returns undefined for convenience. */
  fail(key: string | null, code: string, message: string): undefined {
    this.#faults.push({ path: key === null ? this.#path : [...this.#path, key], code, message })
    return undefined
  }

  /** Throws 50035 with every fault so far. */
  check(): void {
    if (this.#faults.length > 0) throw invalidForm(this.#faults)
  }

  #present(key: string, bounds: Bounds): unknown {
    const value = this.fields[key]
    if (value !== undefined && value !== null) return value
    if (bounds.required) this.fail(key, 'BASE_TYPE_REQUIRED', 'This field is required')
    return undefined
  }

  #child(value: unknown, ...path: string[]): Form {
    return new Form(value, [...this.#path, ...path], this.#faults)
  }

  #badLength(key: string, { min, max }: Bounds): undefined {
    if (min !== undefined && max !== undefined) {
      const range = `Must be between ${min} and ${max} in length.`
      return this.fail(key, 'BASE_TYPE_BAD_LENGTH', range)
    }
    const bound = max === undefined ? `${min} or more` : `${max} or fewer`
    return this.fail(key, 'BASE_TYPE_BAD_LENGTH', `Must be ${bound} in length.`)
  }
}
