import { ROLES, type Role } from '../base/role.ts'

/** Who listens there tells within this time who it is. */
const ANSWER_WITHIN_MS = 1_000
/** A health of ours is far shorter; what is longer is another program's page. */
const MOST_BYTES = 64 * 1024

/** The role of a Segue that listens on this machine's port; null: another program does. Never rejects. */
export async function segueAt(bind: string, port: number): Promise<Role | null> {
  const host = bind === '0.0.0.0' ? '127.0.0.1' : bind === '::' ? '::1' : bind
  try {
    const answer = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}/health`, {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      redirect: 'manual',
    })
    const length = Number(answer.headers.get('content-length') ?? Number.POSITIVE_INFINITY)
    if (length > MOST_BYTES) return null
    const told: unknown = await answer.json()
    if (typeof told !== 'object' || told === null || !('role' in told && 'checks' in told))
      return null
    return ROLES.find((role) => role === told.role) ?? null
  } catch {
    return null
  }
}
