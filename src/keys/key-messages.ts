import { guildId } from '../base/ids.ts'
import type { ApiKey, KeyStore, NewApiKey } from './ports.ts'

/** What people can do with keys. */
export type KeyAdmin = Pick<KeyStore, 'create' | 'list' | 'revoke'>

/** What `bun run key` asks a running bot, each request a line of JSON. Hashes travel in base64. */
export type KeyRequest =
  | { readonly kind: 'create'; readonly key: Wired<NewApiKey> }
  | { readonly kind: 'list' }
  | { readonly kind: 'revoke'; readonly id: string; readonly at: string }
  | { readonly kind: 'export'; readonly file: string; readonly force: boolean }

/** `value` is what the keeper's method of the same name resolves with. */
export type KeyAnswer = { readonly value: unknown } | { readonly error: string }

type Wired<T> = { readonly [K in keyof T]: T[K] extends Date | Uint8Array ? string : T[K] }

/** What a running bot does for anyone who has access to its data folder. */
export interface Housekeeping {
  readonly keys: KeyAdmin
  /**
   * Exports the database to a file at that absolute path; resolves with the number of rows of each
   * table.
   */
  exportTo(file: string, force: boolean): Promise<unknown>
}

/** Does what the line asks for and returns the line to answer with. Never rejects. */
export async function answerLine(house: Housekeeping, line: string): Promise<string> {
  let answer: KeyAnswer
  try {
    answer = { value: (await obeyed(house, JSON.parse(line))) ?? null }
  } catch (error) {
    answer = { error: error instanceof Error ? error.message : String(error) }
  }
  return JSON.stringify(answer)
}

/** A keeper that sends each request as a line, through `ask`. */
export function remoteKeys(ask: (line: string) => Promise<string>): KeyAdmin {
  const value = async (request: KeyRequest): Promise<unknown> => {
    const answer: KeyAnswer = JSON.parse(await ask(JSON.stringify(request)))
    if ('error' in answer) throw new Error(answer.error)
    return answer.value
  }
  return {
    create: async (key) => {
      const hash = Buffer.from(key.hash).toString('base64')
      const createdAt = key.createdAt.toISOString()
      await value({ kind: 'create', key: { ...key, hash, createdAt } })
    },
    list: async () => ((await value({ kind: 'list' })) as Wired<ApiKey>[]).map(keyFrom),
    revoke: async (id, at) => (await value({ kind: 'revoke', id, at: at.toISOString() })) === true,
  }
}

async function obeyed({ keys, exportTo }: Housekeeping, request: KeyRequest): Promise<unknown> {
  switch (request.kind) {
    case 'create':
      return await keys.create(newKeyFrom(request.key))
    case 'list':
      return await keys.list()
    case 'revoke':
      return await keys.revoke(request.id, new Date(request.at))
    case 'export':
      return await exportTo(request.file, request.force)
    default:
      throw new Error('the running bot is another version: use its own "bun run key"')
  }
}

function newKeyFrom({ id, serverId, scopes, hash, createdAt }: Wired<NewApiKey>): NewApiKey {
  return {
    id,
    serverId: serverId === null ? null : guildId(serverId),
    scopes,
    hash: new Uint8Array(Buffer.from(hash, 'base64')),
    createdAt: new Date(createdAt),
  }
}

const keyFrom = ({ createdAt, revokedAt, ...key }: Wired<ApiKey>): ApiKey => ({
  ...key,
  createdAt: new Date(createdAt),
  revokedAt: revokedAt === null ? null : new Date(revokedAt),
})
