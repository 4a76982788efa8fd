import pino from 'pino'
import type { LogLevel } from '../base/log-level.ts'
import type { Log, LogFields } from './log.ts'
import { type PrettyOptions, prettyLine } from './pretty-line.ts'
import { redactor, withoutSignatures } from './redact.ts'

export interface LoggerOptions {
  readonly level: LogLevel
  /** Lines for people; null: JSON, for programs. */
  readonly pretty: PrettyOptions | null
  /** Texts that no line may contain. */
  readonly secrets: readonly string[]
  /** Where lines go; standard output when it is left out. */
  readonly write?: (line: string) => void
}

/**
 * One line an event. Secrets are cut out of message and fields before these become JSON: there a
 * quotation mark in a password is spelt otherwise, and a short one would be found in the syntax.
 * Links are cut to host and path, except in the field `link`, which holds the invite link.
 */
export function createLogger({ level, pretty, secrets, write = writeOut }: LoggerOptions): Log {
  const clean = redactor(secrets)
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  )
  const at =
    (name: LogLevel): Log['debug'] =>
    (message, fields = {}) => {
      if (!logger.isLevelEnabled(name)) return
      const text = withoutSignatures(clean(message))
      const shownFields = cleaned(fields, clean)
      if (pretty === null) logger[name](shownFields, text)
      else write(prettyLine(name, text, shownFields, new Date(), pretty))
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

function writeOut(line: string): void {
  process.stdout.write(line)
}

function cleaned(fields: LogFields, clean: (text: string) => string): LogFields {
  const pairs = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? shown(name, clean(value)) : value,
  ])
  return Object.fromEntries(pairs)
}

const shown = (name: string, value: string): string =>
  name === 'link' ? value : withoutSignatures(value)

/** What of an error a log line may carry: its kind and message, never a stack. */
export function reasonOf(error: unknown): LogFields {
  return { reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
}
