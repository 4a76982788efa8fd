import ipaddr from 'ipaddr.js'

/** Which addresses may be dialled for strangers, beyond and within the public internet. */
export interface AddressRules {
  /** "host:port", "[v6]:port" or CIDR entries that are dialled although they aren't public. */
  readonly allowed: readonly string[]
  /** Addresses or CIDR entries that are never dialled, public or not, unless `allowed` names the host and port. */
  readonly refused: readonly string[]
  /** Ports of public addresses that are dialled. */
  readonly ports: readonly PortRange[]
}

/** The first and the last port. */
export type PortRange = readonly [number, number]

export type AddressRange = [ipaddr.IPv4 | ipaddr.IPv6, number]

/**
 * Ports that serve music: the web; RTMP servers' HTTP; Navidrome and other Subsonic servers;
 * Icecast and SHOUTcast, which hosters run anywhere from 7000 up, and at 18000; Plex.
 */
export const MUSIC_PORTS = '80,443,1935,4040,4533,7000-9999,18000-18999,32400'

/** Reads "80,443,8000-8999"; throws a `TypeError` that names the text otherwise. */
export function parsePorts(text: string): readonly PortRange[] {
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => {
      const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? []
      const range: PortRange = [Number(first), Number(last)]
      if (range[0] >= 1 && range[0] <= range[1] && range[1] <= 65_535) return range
      throw new TypeError(`no port or range of ports: ${JSON.stringify(part)}`)
    })
}

/** Reads an address or CIDR entry; throws a `TypeError` that names the text otherwise. */
export function parseRange(text: string): AddressRange {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  // Only complete addresses: some parsers take "1" for one, but here it's a typo.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return [ipaddr.IPv4.parse(text), 32]
  if (ipaddr.IPv6.isValid(text)) return [ipaddr.IPv6.parse(text), 128]
  throw new TypeError(`neither an address nor CIDR: ${JSON.stringify(text)}`)
}
