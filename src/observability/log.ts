/** What a line carries besides its message. Never a token, a URL's query or a key. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

/** A structured log, as every part takes it; what writes it is chosen in `main.ts`. */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

/** Writes nothing: for tests and tools whose output is the result. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
