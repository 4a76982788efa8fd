import type { Role } from './base/role.ts'
import { configFromEnvironment } from './config/env.ts'
import { type Config, ConfigError } from './config/parse.ts'
import { addressPolicy } from './net/address-policy.ts'
import { request } from './net/http.ts'

/** A role that has not answered by then does not turn. */
const ANSWER_WITHIN_MS = 5_000

process.exit(await main())

/** For a container's health check: 0 when each role of this configuration is alive, else 1 and why. */
async function main(): Promise<number> {
  try {
    const config = configFromEnvironment()
    const faults = await Promise.all(config.roles.map((role) => faultOf(role, config)))
    const told = faults.filter((fault) => fault !== null)
    for (const fault of told) process.stderr.write(`${fault}\n`)
    return told.length === 0 ? 0 : 1
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`)
    return 1
  }
}

async function faultOf(role: Role, { bind, ports }: Config): Promise<string | null> {
  const host = hostOf(bind)
  const address = `${host}:${ports[role]}`
  try {
    const answer = await request(`http://${address}/live`, {
      policy: addressPolicy({ allowed: [address] }),
      firstByteTimeoutMs: ANSWER_WITHIN_MS,
      maxRedirects: 0,
    })
    answer.cancel()
    return answer.status === 200 ? null : `${role} is not alive: /live answers ${answer.status}`
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return `${role} does not answer on port ${ports[role]}: ${reason}`
  }
}

/** Who listens everywhere is asked on loopback. */
function hostOf(bind: string): string {
  if (bind === '0.0.0.0') return '127.0.0.1'
  if (bind === '::') return '[::1]'
  return bind.includes(':') ? `[${bind}]` : bind
}
