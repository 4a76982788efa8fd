import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import { type AllowEntry, parseAllowEntry } from '../base/allow-entry.ts'
import { NetError } from './net-error.ts'

/** Addresses of a name, as text; rejects when the name is unknown. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** Decides which address may be dialled. The one place that does: every connection asks it. */
export interface AddressPolicy {
  /**
   * The addresses of `host` (a name, or an address without brackets) that may be dialled at `port`.
   * The caller must connect to one of these and never resolve the name again: a second answer could
   * differ. Rejects with 'address-refused' when none may be, 'source-lost' when the name is unknown.
   */
  admit(host: string, port: number): Promise<readonly Admitted[]>
}

/** One address that was checked. */
export interface Admitted {
  readonly address: string
  readonly family: 4 | 6
}

/**
 * A policy that admits global unicast addresses, and what `allowed` names besides: "host:port",
 * "[v6]:port" or CIDR. Throws a `TypeError` that names the entry when one can't be read.
 */
export function addressPolicy(
  allowed: readonly string[],
  resolve: Resolve = systemResolve,
): AddressPolicy {
  const entries = allowed.map(parseAllowEntry)
  return {
    async admit(host, port) {
      const name = canonical(host)
      const texts = ipaddr.isValid(name) ? [name] : await addressesOf(name, resolve)
      const admitted = texts.flatMap((text) => {
        const address = parse(text)
        return address !== null && mayDial(name, port, address, entries) ? [admit(address)] : []
      })
      if (admitted.length > 0) return admitted
      throw new NetError('address-refused', `${host}:${port}`)
    },
  }
}

/** Whether an address is global unicast: reachable on the public internet and nothing else. */
export function isGlobalUnicast(text: string): boolean {
  const address = parse(text)
  return address !== null && isGlobal(address)
}

type Address = ipaddr.IPv4 | ipaddr.IPv6

/**
 * What ipaddr.js may call unicast although IANA's registry of special-purpose IPv6 addresses
 * (RFC 6890 and successors) doesn't call it global.
 */
const SPECIAL_IPV6 = [
  '2001::/23', // protocol assignments, Teredo and ORCHID among them, RFC 2928
  '2001:db8::/32', // documentation, RFC 3849
  '2002::/16', // 6to4: embeds an IPv4 address, RFC 3056
  '2620:4f:8000::/48', // AS112, RFC 7534
  '3fff::/20', // documentation, RFC 9637
].map((range) => ipaddr.IPv6.parseCIDR(range))

/** Nothing else of IPv6 is global unicast (RFC 4291, 2.4; IANA's IPv6 address space registry). */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Ports below 1024 that serve the web, and those above it that browsers refuse because another
 * protocol could be talked into harm there (Fetch standard, "port blocking").
 */
const WEB_PORTS = new Set([80, 443])
const BLOCKED_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669,
  6679, 6697, 10080,
])

function mayDial(
  name: string,
  port: number,
  address: Address,
  entries: readonly AllowEntry[],
): boolean {
  if (entries.some((entry) => matches(entry, name, port, address))) return true
  const sanePort =
    WEB_PORTS.has(port) || (port >= 1024 && port <= 65535 && !BLOCKED_PORTS.has(port))
  return sanePort && isGlobal(address)
}

function matches(entry: AllowEntry, name: string, port: number, address: Address): boolean {
  return entry.kind === 'host'
    ? entry.port === port && entry.host === name
    : inRange(address, entry.range)
}

function isGlobal(address: Address): boolean {
  if (address.range() !== 'unicast') return false
  if (address instanceof ipaddr.IPv4) return true
  const special = SPECIAL_IPV6.some((range) => address.match(range))
  return address.match(GLOBAL_IPV6) && !special && !isIsatap(address)
}

/** ISATAP's interface id embeds an IPv4 address behind any prefix (RFC 5214, 6.1). */
function isIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , high = 0, low = 0] = address.parts
  return (high & 0xfdff) === 0 && low === 0x5efe
}

function inRange(address: Address, range: [Address, number]): boolean {
  return address.kind() === range[0].kind() && address.match(range)
}

function parse(text: string): Address | null {
  return ipaddr.isValid(text) ? ipaddr.parse(text) : null
}

function admit(address: Address): Admitted {
  return { address: address.toString(), family: address.kind() === 'ipv4' ? 4 : 6 }
}

/** One spelling for each host: names in lower case without the root's dot, addresses as ipaddr.js writes them. */
function canonical(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '')
  return parse(name)?.toString() ?? name
}

async function addressesOf(name: string, resolve: Resolve): Promise<readonly string[]> {
  try {
    return await resolve(name)
  } catch (cause) {
    throw new NetError('source-lost', `no address for ${name}`, { cause })
  }
}

async function systemResolve(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true })
  return found.map((entry) => entry.address)
}
