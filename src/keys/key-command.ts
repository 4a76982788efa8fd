import { type GuildId, guildId, SNOWFLAKE } from '../base/ids.ts'
import { SCOPES, type Scope } from '../domain/policy/scopes.ts'
import type { KeyAdmin } from './key-messages.ts'
import type { ApiKey } from './ports.ts'
import { newSecret } from './secret.ts'

export const KEY_USAGE = `usage: bun run key create [--server ID] [--scopes ${SCOPES.join(',')}]
       bun run key list
       bun run key revoke KEY-ID

Keys for the HTTP API. Without --server, a key is for all servers; without --scopes, it has every scope.
`

export type KeyOrder =
  | {
      readonly kind: 'create'
      readonly serverId: GuildId | null
      readonly scopes: readonly Scope[]
    }
  | { readonly kind: 'list' }
  | { readonly kind: 'revoke'; readonly id: string }

/** What is shown; programs read `result` alone. */
export interface Shown {
  readonly result: string
  readonly remark: string
}

/** Arguments that make no sense, as a sentence. */
export class KeyUsageError extends Error {
  override readonly name = 'KeyUsageError'
}

/** Throws `KeyUsageError`. */
export function keyOrderFrom(args: readonly string[]): KeyOrder {
  const [kind, ...rest] = args
  if (kind === 'create') return createFrom(rest)
  if (kind !== 'list' && kind !== 'revoke') {
    throw new KeyUsageError('say what to do: create, list or revoke')
  }
  const [id, odd] = kind === 'revoke' ? rest : [undefined, rest[0]]
  if (odd !== undefined) throw new KeyUsageError(`unknown argument ${JSON.stringify(odd)}`)
  if (kind === 'list') return { kind }
  if (id === undefined) throw new KeyUsageError('say which key: bun run key list shows their ids')
  return { kind, id }
}

/** Rejects with the keeper's error, or with `KeyUsageError` for a key that doesn't exist. */
export async function obeyKeyOrder(keys: KeyAdmin, order: KeyOrder, now: Date): Promise<Shown> {
  switch (order.kind) {
    case 'create':
      return await create(keys, order, now)
    case 'list':
      return { result: listed(await keys.list()), remark: '' }
    case 'revoke': {
      if (await keys.revoke(order.id, now)) {
        return { result: '', remark: `Key ${order.id} is revoked.\n` }
      }
      const quoted = JSON.stringify(order.id)
      throw new KeyUsageError(`there’s no valid key ${quoted}: bun run key list shows their ids`)
    }
  }
}

async function create(
  keys: KeyAdmin,
  { serverId, scopes }: Extract<KeyOrder, { kind: 'create' }>,
  createdAt: Date,
): Promise<Shown> {
  const id = crypto.randomUUID().replaceAll('-', '').slice(0, 12)
  const { text, hash } = newSecret()
  await keys.create({ id, serverId, scopes, hash, createdAt })
  const whose = serverId === null ? 'all servers' : `server ${serverId}`
  const remark = `Key ${id} for ${whose} (${scopes.join(', ')}). You won’t see it again:\n`
  return { result: `${text}\n`, remark }
}

function createFrom(args: readonly string[]): KeyOrder {
  let serverId: GuildId | null = null
  let scopes: readonly Scope[] = SCOPES
  for (let index = 0; index < args.length; index += 2) {
    const [option, value] = [args[index], args[index + 1] ?? '']
    if (option === '--server') serverId = serverFrom(value)
    else if (option === '--scopes') scopes = scopesFrom(value)
    else throw new KeyUsageError(`unknown argument ${JSON.stringify(option)}`)
  }
  return { kind: 'create', serverId, scopes }
}

function serverFrom(text: string): GuildId {
  if (SNOWFLAKE.test(text)) return guildId(text)
  throw new KeyUsageError('--server takes the id of a Discord server: up to 20 digits')
}

function scopesFrom(text: string): readonly Scope[] {
  const names = text.split(',').filter((name) => name !== '')
  const scopes = SCOPES.filter((scope) => names.includes(scope))
  if (names.length > 0 && names.every((name) => SCOPES.some((scope) => scope === name)))
    return scopes
  throw new KeyUsageError(`--scopes takes one or more of ${SCOPES.join(',')}, with commas between`)
}

function listed(keys: readonly ApiKey[]): string {
  if (keys.length === 0) return 'There are no keys, so the HTTP API is closed.\n'
  const rows = keys.map(({ id, serverId, scopes, createdAt, revokedAt }) => [
    id,
    serverId ?? 'all servers',
    scopes.join(','),
    createdAt.toISOString(),
    revokedAt === null ? 'valid' : `revoked ${revokedAt.toISOString()}`,
  ])
  return rows
    .map(
      (row) =>
        `${row
          .map((cell) => cell.padEnd(14))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
