import ipaddr from 'ipaddr.js'

/** One exception to the rule that only global addresses are dialled. */
export type AllowEntry =
  | { readonly kind: 'host'; readonly host: string; readonly port: number }
  | { readonly kind: 'range'; readonly range: [ipaddr.IPv4 | ipaddr.IPv6, number] }

/** Reads "host:port", "[v6]:port" or CIDR; throws a `TypeError` that names the text otherwise. */
export function parseAllowEntry(text: string): AllowEntry {
  const entry = text.includes('/') ? parseRange(text) : parseHost(text)
  if (entry === null) {
    throw new TypeError(`neither host:port nor CIDR: ${JSON.stringify(text)}`)
  }
  return entry
}

function parseRange(text: string): AllowEntry | null {
  return ipaddr.isValidCIDR(text) ? { kind: 'range', range: ipaddr.parseCIDR(text) } : null
}

const HOST_AND_PORT = /^(?:\[(?<v6>[0-9a-f:.]+)\]|(?<name>[a-z0-9._-]+)):(?<port>\d{1,5})$/i

function parseHost(text: string): AllowEntry | null {
  const { v6, name, port } = HOST_AND_PORT.exec(text)?.groups ?? {}
  const number = Number(port)
  if (!(number >= 1 && number <= 65535)) return null
  if (v6 !== undefined) {
    return ipaddr.IPv6.isValid(v6)
      ? { kind: 'host', host: ipaddr.IPv6.parse(v6).toString(), port: number }
      : null
  }
  return name === undefined ? null : { kind: 'host', host: name.toLowerCase(), port: number }
}
