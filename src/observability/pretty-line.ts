import type { LogLevel } from '../base/log-level.ts'
import type { LogFields } from './log.ts'

export interface PrettyOptions {
  /** Whether the terminal shows colours: ECMA-48, "Select Graphic Rendition". */
  readonly color: boolean
}

const RED = 31
const GREEN = 32
const YELLOW = 33
const GREY = 90
const LEVEL_COLORS: Readonly<Record<LogLevel, number>> = {
  debug: GREY,
  info: GREEN,
  warn: YELLOW,
  error: RED,
}

/**
 * A log line for people: local time, level, message, and the fields as `name=value`. The field `link` is a
 * line of its own, so that it can be clicked or copied whole. Whatever a terminal would obey is spelt out.
 */
export function prettyLine(
  level: LogLevel,
  message: string,
  fields: LogFields,
  at: Date,
  { color }: PrettyOptions,
): string {
  const paint = (code: number, text: string) => (color ? `\x1b[${code}m${text}\x1b[0m` : text)
  const { link, ...others } = fields
  const pairs = Object.entries(others).map(([name, value]) =>
    paint(GREY, `${name}=${shown(value)}`),
  )
  const time = paint(GREY, localTime(at))
  const name = paint(LEVEL_COLORS[level], level.toUpperCase().padEnd(5))
  const line = [time, name, printable(message), ...pairs].join(' ')
  return `${line}\n${link === undefined || link === null ? '' : `${printable(String(link))}\n`}`
}

/** As in 2026-11-28 09:02:03, where this machine is. */
function localTime(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`
}

/** A text with spaces, quotation marks or nothing in it stands in quotation marks. */
function shown(value: LogFields[string]): string {
  if (typeof value !== 'string') return String(value)
  return printable(/^[^\s"=]+$/.test(value) ? value : JSON.stringify(value))
}

/** Control characters, and those that turn the direction of what follows, as JSON would spell them. */
function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
