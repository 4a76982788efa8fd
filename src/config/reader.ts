import { type ReadText, withSecretFiles } from './secret-files.ts'
import { Fault, wholeNumber } from './values.ts'
import { DEFAULTS, type Environment, type Variable } from './variables.ts'

/** Reads variables one by one and keeps what is wrong with them. A faulty one reads as a stand-in. */
export class Reader {
  readonly faults: string[] = []
  readonly #environment: Environment

  private constructor(environment: Environment) {
    this.#environment = environment
  }

  static of(environment: Environment, readText: ReadText): Reader {
    const resolved = withSecretFiles(environment, readText)
    const reader = new Reader(resolved.environment)
    reader.faults.push(...resolved.faults)
    return reader
  }

  /** A URL, with the password that stands apart where it has none itself. */
  url(
    name: Variable,
    parse: (text: string) => string | null | Fault,
    passwordName: Variable,
  ): string | null {
    const url = this.parsed(name, parse, null)
    const password = this.text(passwordName)
    if (password === '' || url === null) return url
    const whole = new URL(url)
    if (whole.password === '') whole.password = encodeURIComponent(password)
    return whole.href
  }

  text(name: Variable): string {
    return this.#environment[name]?.trim() || DEFAULTS[name]
  }

  optional(name: Variable): string | null {
    return this.text(name) || null
  }

  /** A path that is looked at; null when unset. */
  path(name: Variable, faultOf: (path: string) => Fault | null): string | null {
    return this.parsed(name, (path) => (path === '' ? null : (faultOf(path) ?? path)), null)
  }

  parsed<T>(name: Variable, parse: (text: string) => T | Fault, standIn: NoInfer<T>): T {
    const value = parse(this.text(name))
    if (!(value instanceof Fault)) return value
    this.faults.push(`${name} ${value.sentence}`)
    return standIn
  }

  /** A whole number; `otherwise` is what an empty variable means. */
  whole(name: Variable, [least, most]: readonly [number, number], otherwise = least): number {
    const parse = (text: string) => (text === '' ? otherwise : wholeNumber(text, least, most))
    return this.parsed(name, parse, least)
  }
}
