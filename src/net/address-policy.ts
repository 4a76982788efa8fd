import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'
import {
  type AddressRange,
  type AddressRules,
  MUSIC_PORTS,
  type PortRange,
  parsePorts,
  parseRange,
} from '../base/address-rules.ts'
import { type AllowEntry, parseAllowEntry } from '../base/allow-entry.ts'
import { NetError } from './net-error.ts'
import { networksOfInterfaces, type OwnNetworks } from './own-networks.ts'

/** Addresses of a name, as text; rejects when the name is unknown. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** Decides which addresses may be dialled. Every connection asks here and nowhere else. */
export interface AddressPolicy {
  /**
   * The addresses of `host` (a name, or an address without brackets) that may be dialled at `port`.
   * The caller must connect to one of these and never resolve the name again: a second answer could
   * differ. Rejects with 'address-refused' when no address may be dialled, 'port-refused' when only
   * the port is refused, 'source-lost' when the name is unknown.
   */
  admit(host: string, port: number): Promise<readonly Admitted[]>
  /**
   * This policy for what belongs to a server that the host has named: its "host:port" is admitted
   * wherever it lies, and nothing else that a redirect may lead to. Throws a `TypeError` for another text.
   */
  naming(hostAndPort: string): AddressPolicy
}

/** An address that was checked. */
export interface Admitted {
  readonly address: string
  readonly family: 4 | 6
}

export interface AddressSurroundings {
  readonly resolve?: Resolve
  readonly ownNetworks?: OwnNetworks
}

/**
 * A policy that admits global unicast addresses outside this host's own networks, at ports that
 * music comes from, plus what the rules allow. Throws a `TypeError` that names the rule when one
 * can't be read.
 */
export function addressPolicy(
  { allowed = [], refused = [], ports = parsePorts(MUSIC_PORTS) }: Partial<AddressRules>,
  { resolve = systemResolve, ownNetworks = networksOfInterfaces }: AddressSurroundings = {},
): AddressPolicy {
  const rules = { allowed: allowed.map(parseAllowEntry), refused: refused.map(parseRange), ports }
  return {
    naming: (hostAndPort) =>
      addressPolicy(
        { allowed: [...allowed, hostAndPort], refused, ports },
        { resolve, ownNetworks },
      ),
    async admit(host, port) {
      const name = canonical(host)
      const texts = ipaddr.isValid(name) ? [name] : await addressesOf(name, resolve)
      const addresses = texts.map(parse).filter((address) => address !== null)
      const own = ownNetworks()
      const verdicts = addresses.map((address) => judge(rules, own, name, port, address))
      const admitted = addresses.filter((_address, index) => verdicts[index] === 'admitted')
      if (admitted.length > 0) return admitted.map(admit)
      // An address that isn't public is refused before its port is looked at, so that its ports
      // can't be probed.
      const code = verdicts.includes('port-refused') ? 'port-refused' : 'address-refused'
      throw new NetError(code, `${host}:${port}`)
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
 * Addresses that look public but are services of the host's cloud, which trust whoever asks. Other
 * such addresses aren't public anyway: 169.254.169.254 and fd00:ec2::254 (AWS), fd20:ce::254
 * (Google), 100.100.100.200 (Alibaba), 192.0.0.192 (Oracle).
 */
const CLOUD_SERVICES = [
  '168.63.129.16/32', // Azure's WireServer, DNS and DHCP
  '161.26.0.0/16', // IBM Cloud's services on the private network
  '166.8.0.0/14', // the same
].map((range) => ipaddr.IPv4.parseCIDR(range))

interface Rules {
  readonly allowed: readonly AllowEntry[]
  readonly refused: readonly AddressRange[]
  readonly ports: readonly PortRange[]
}

/** The more specific rule wins: host and port first, then refused addresses, then ranges. */
function judge(
  { allowed, refused, ports }: Rules,
  own: readonly AddressRange[],
  name: string,
  port: number,
  address: Address,
): 'admitted' | 'address-refused' | 'port-refused' {
  const allows = (kind: AllowEntry['kind']) =>
    allowed.some((entry) => entry.kind === kind && matches(entry, name, port, address))
  if (allows('host')) return 'admitted'
  if (refused.some((range) => inRange(address, range))) return 'address-refused'
  if (allows('range')) return 'admitted'
  if (!isGlobal(address) || own.some((range) => inRange(address, range))) return 'address-refused'
  return ports.some(([first, last]) => port >= first && port <= last) ? 'admitted' : 'port-refused'
}

function matches(entry: AllowEntry, name: string, port: number, address: Address): boolean {
  return entry.kind === 'host'
    ? entry.port === port && entry.host === name
    : inRange(address, entry.range)
}

function isGlobal(address: Address): boolean {
  if (address.range() !== 'unicast') return false
  if (address instanceof ipaddr.IPv4) {
    return !CLOUD_SERVICES.some((range) => address.match(range))
  }
  const special = SPECIAL_IPV6.some((range) => address.match(range))
  return address.match(GLOBAL_IPV6) && !special && !isIsatap(address)
}

/** ISATAP's interface id embeds an IPv4 address behind any prefix (RFC 5214, 6.1). */
function isIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , high = 0, low = 0] = address.parts
  return (high & 0xfdff) === 0 && low === 0x5efe
}

function inRange(address: Address, range: AddressRange): boolean {
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
