import type { AddressRules } from '../base/address-rules.ts'
import { type AddressPolicy, addressPolicy } from '../net/address-policy.ts'

/**
 * The policy for a service that the host has named, which may be in the host's own network: its
 * address is let through, and nothing else that a redirect may lead to.
 */
export function policyNaming(url: string, rules: Partial<AddressRules>): AddressPolicy {
  return addressPolicy({ ...rules, allowed: [...(rules.allowed ?? []), hostAndPort(url)] })
}

/** "host:port", as an entry of what may be dialled. */
export function hostAndPort(url: string): string {
  const { hostname, port, protocol } = new URL(url)
  return `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`
}
