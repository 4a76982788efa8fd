import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'
import type { AddressRange } from '../base/address-rules.ts'

/** Networks that this host stands in, each as an address of the host's and the length of its prefix. */
export type OwnNetworks = () => readonly AddressRange[]

/** A prefix that is shorter names half the internet, not a network: then the host's address alone counts. */
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
