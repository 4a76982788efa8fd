import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'
import type { AddressRange } from '../base/address-rules.ts'

/** The networks that this host is in, each as one of the host's addresses and its prefix length. */
export type OwnNetworks = () => readonly AddressRange[]

/**
 * A shorter prefix covers half the internet, not a network: then only the host's own address
 * counts.
 */
const SHORTEST_PREFIX = { ipv4: 8, ipv6: 32 }

/**
 * The networks of this host's interfaces at this moment, public ones too: with IPv6 every device of a
 * home has a global address, and no router between keeps strangers' links away from it.
 */
export function networksOfInterfaces(): readonly AddressRange[] {
  const found = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
  return found.flatMap(({ address, cidr }) => {
    if (!ipaddr.isValid(address)) return []
    const own = ipaddr.parse(address)
    const bits = own.kind() === 'ipv4' ? 32 : 128
    const prefix = cidr !== null && ipaddr.isValidCIDR(cidr) ? ipaddr.parseCIDR(cidr)[1] : bits
    return [[own, prefix < SHORTEST_PREFIX[own.kind()] ? bits : prefix]]
  })
}
