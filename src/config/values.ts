import { type PortRange, parsePorts, parseRange } from '../base/address-rules.ts'
import { parseAllowEntry } from '../base/allow-entry.ts'
import { SNOWFLAKE, type UserId, userId } from '../base/ids.ts'
import { ROLES, type Role } from '../base/role.ts'
import { SEARCH_PLACES } from '../base/search-places.ts'
import { DEFAULTS } from './variables.ts'

/** What is wrong with a value and what to do, as the rest of a sentence that begins with its name. */
export class Fault {
  readonly sentence: string
  constructor(sentence: string) {
    this.sentence = sentence
  }
}

export function parseRoles(value: string): readonly Role[] | Fault {
  const named = value
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== '')
  const odd = named.filter((name) => !ROLES.some((role) => role === name))
  if (odd.length > 0 || named.length === 0) {
    const shown = (odd.length > 0 ? odd : [value]).map((name) => JSON.stringify(name)).join(', ')
    return new Fault(`holds ${shown}: use one or more of ${ROLES.join(',')}`)
  }
  return ROLES.filter((role) => named.includes(role))
}

/** Users' ids. */
export function parseOwners(value: string): readonly UserId[] | Fault {
  const named = value.split(/[\s,]+/).filter((id) => id !== '')
  const odd = named.find((id) => !SNOWFLAKE.test(id))
  if (odd === undefined) return named.map(userId)
  return new Fault(
    `holds ${JSON.stringify(odd)}: use ids, which are numbers (Discord’s settings → Advanced → Developer Mode, then right-click a user → Copy User ID)`,
  )
}

/** Only the role gateway logs in. */
export function parseToken(value: string, roles: readonly Role[]): string | Fault {
  if (value === '' && roles.length > 0 && !roles.includes('gateway')) return ''
  if (value === '') {
    return new Fault(
      'isn’t set: copy the bot token from https://discord.com/developers/applications (Bot → Reset Token)',
    )
  }
  if (/^bot\s/i.test(value)) return new Fault('starts with "Bot ": leave that word out')
  if (/[^\x21-\x7e]/.test(value)) {
    return new Fault('has spaces or other characters that tokens never have: copy it again')
  }
  return value
}

/** The URL carries the token, so it goes encrypted, or stays on this machine. */
export function parseApiUrl(value: string): string | Fault {
  const url = URL.parse(value)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return new Fault(`isn’t a URL: use one like ${DEFAULTS.DISCORD_API_URL}`)
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return new Fault('has credentials, a query or a fragment: leave them out')
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return new Fault('would send the token unencrypted: use https:// (http:// only on loopback)')
  }
  return url.href.replace(/\/+$/, '').replace(/\/v\d+$/, '')
}

export const EXAMPLE_DATABASE = 'postgres://segue:PASSWORD@db:5432/segue'
export const EXAMPLE_REDIS = 'redis://:PASSWORD@redis:6379'

export function parseDatabaseUrl(value: string): string | null | Fault {
  if (value === '') return null
  const protocol = URL.parse(value)?.protocol ?? ''
  if (['postgres:', 'postgresql:'].includes(protocol)) return decodable(value)
  return new Fault(`isn’t a PostgreSQL URL: use one like ${EXAMPLE_DATABASE}`)
}

export function parseRedisUrl(value: string): string | null | Fault {
  if (value === '') return null
  const url = URL.parse(value)
  const isRedis = url !== null && ['redis:', 'rediss:'].includes(url.protocol)
  return isRedis && url.hostname !== ''
    ? decodable(value)
    : new Fault(`isn’t a Redis URL: use one like ${EXAMPLE_REDIS}`)
}

/** In a URL, "%" begins two hexadecimal digits; a password of somebody's choice may hold a lone one. */
function decodable(url: string): string | Fault {
  try {
    decodeURIComponent(url)
    return url
  } catch {
    return new Fault(
      'has a “%” that isn’t followed by two hexadecimal digits: write %25 for each “%” in the password',
    )
  }
}

/** An address, or a name that the system resolves to one of this machine's. */
export function parseBind(value: string): string | Fault {
  if (/^[0-9a-z][0-9a-z.-]*$|^[0-9a-f:.]+$/i.test(value)) return value
  return new Fault(`is ${JSON.stringify(value)}: use an address, as in 127.0.0.1, 0.0.0.0 or ::1`)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

export function parseAddresses(value: string): readonly string[] | Fault {
  return entriesOf(
    value,
    parseAllowEntry,
    'host:port or CIDR entries, as in nas.local:8080, 10.0.0.0/8',
  )
}

export function parseRefused(value: string): readonly string[] | Fault {
  return entriesOf(value, parseRange, 'addresses or CIDR entries, as in 203.0.113.7, 2001:db8::/48')
}

export function parseAllowedPorts(value: string): readonly PortRange[] | Fault {
  const entries = entriesOf(value, parsePorts, 'ports and ranges of them, as in 80,443,8000-8999')
  return entries instanceof Fault ? entries : parsePorts(value)
}

function entriesOf(
  value: string,
  parse: (entry: string) => unknown,
  wanted: string,
): readonly string[] | Fault {
  const entries = value.split(/[\s,]+/).filter((entry) => entry !== '')
  const bad = entries.find((entry) => !reads(entry, parse))
  return bad === undefined ? entries : new Fault(`holds ${JSON.stringify(bad)}: list ${wanted}`)
}

function reads(entry: string, parse: (entry: string) => unknown): boolean {
  try {
    parse(entry)
    return true
  } catch {
    return false
  }
}

/** Of a proxy that speaks CONNECT or SOCKS5; it may hold a user and a password. */
export function parseProxy(value: string): string | null | Fault {
  if (value === '') return null
  const url = URL.parse(value)
  const known = url !== null && ['http:', 'socks5:', 'socks5h:'].includes(url.protocol)
  if (known && url.hostname !== '' && (url.pathname === '/' || url.pathname === '')) {
    return decodable(value)
  }
  return new Fault(
    'isn’t the URL of a proxy: use one like http://user:password@host:8080 or socks5://host:1080',
  )
}

export function parseSourceAddress(value: string): string | null | Fault {
  if (value === '') return null
  return value.includes('/') || !reads(value, parseRange)
    ? new Fault(`is ${JSON.stringify(value)}: use an address of this machine, as in 192.0.2.7`)
    : value
}

export function parseServiceUrl(value: string, example: string): string | null | Fault {
  if (value === '') return null
  const url = URL.parse(value)
  if (url !== null && ['http:', 'https:'].includes(url.protocol)) return value.replace(/\/+$/, '')
  return new Fault(`is ${JSON.stringify(value)}: use a URL like ${example}`)
}

/** As it is, with a slash at its end or without. */
export function parseWholeUrl(value: string): string | Fault {
  const url = URL.parse(value)
  if (url !== null && ['http:', 'https:'].includes(url.protocol)) return value
  return new Fault(`is ${JSON.stringify(value)}: use a URL like ${DEFAULTS.LASTFM_URL}`)
}

/** Null for 'off'. */
export function parseSuggestionsUrl(value: string): string | null | Fault {
  if (value === 'off') return null
  const isWhole = value.split('{searchTerms}').length === 2
  const url = URL.parse(value)
  if (isWhole && url !== null && ['http:', 'https:'].includes(url.protocol)) return value
  return new Fault(
    `is ${JSON.stringify(value)}: use "off", or a URL like https://duckduckgo.com/ac/?type=list&q={searchTerms}`,
  )
}

/** The address of a service, below which it's asked; null where it's "off". */
export function parseBaseUrl(value: string, example: string): string | null | Fault {
  if (value === 'off') return null
  const url = URL.parse(value)
  const isBase = url !== null && url.search === '' && url.hash === ''
  if (isBase && ['http:', 'https:'].includes(url.protocol)) return value.replace(/\/+$/, '')
  return new Fault(`is ${JSON.stringify(value)}: use "off", or a URL like ${example}`)
}

/** Places to search, each at most once. */
export function parseSearchOrder(value: string): readonly (typeof SEARCH_PLACES)[number][] | Fault {
  const names = value.split(',').map((name) => name.trim().toLowerCase())
  const places = names.flatMap((name) => SEARCH_PLACES.find((place) => place === name) ?? [])
  if (places.length === names.length && new Set(places).size === places.length) return places
  return new Fault(
    `is ${JSON.stringify(value)}: use some of ${SEARCH_PLACES.join(', ')}, each once, separated by commas`,
  )
}

export function oneOf<T extends string>(choices: readonly T[], value: string): T | Fault {
  const choice = choices.find((known) => known === value.toLowerCase())
  return choice ?? new Fault(`is ${JSON.stringify(value)}: use one of ${choices.join(', ')}`)
}

export function wholeNumber(value: string, least: number, most: number): number | Fault {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
  if (number >= least && number <= most) return number
  return new Fault(`is ${JSON.stringify(value)}: use a whole number from ${least} to ${most}`)
}
