import pino from 'pino'
import type { Log, LogFields } from './log.ts'

export interface LoggerOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  /** Texts that no line may hold, whatever it is about: the token. */
  readonly secrets: readonly string[]
  /** Where lines go; standard output when it is left out. */
  readonly write?: (line: string) => void
}

const HIDDEN = '[hidden]'

/** JSON lines, one an event, with every secret cut out of messages and fields alike. */
export function createLogger(options: LoggerOptions): Log {
  const secrets = options.secrets.filter((secret) => secret !== '')
  const clean = (text: string) =>
    secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, HIDDEN), text)
  // The whole line is searched, so that a secret in an error's text or a URL does not slip through.
  const write = options.write ?? ((line: string) => void process.stdout.write(line))
  const logger = pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => write(clean(line)) },
  )
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
  }
}

/** What of an error a log line may carry: its kind and message, never a stack. */
export function reasonOf(error: unknown): LogFields {
  return { reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
}
