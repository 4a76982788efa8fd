import type { GuildId } from '../base/ids.ts'

/** What is known of a key. Its secret is shown once, when the key is made, and stored nowhere. */
export interface ApiKey {
  /** Public: names the key in lists and logs. */
  readonly id: string
  /** The one server that the key is for; null: all of them. */
  readonly serverId: GuildId | null
  readonly scopes: readonly string[]
  readonly createdAt: Date
  /** Null while the key is valid. */
  readonly revokedAt: Date | null
}

/** Where keys live. A hash is SHA-256 over the secret's 256 random bits: 32 bytes. */
export interface KeyStore {
  /** Rejects when the id or the hash is there already. */
  create(key: NewApiKey): Promise<void>
  /** Null when no key has this hash. A revoked key is found; its `revokedAt` is set. */
  findByHash(hash: Uint8Array): Promise<(ApiKey & { readonly hash: Uint8Array }) | null>
  /** Every key, oldest first, revoked ones included. */
  list(): Promise<ApiKey[]>
  /** Whether there was a valid key with this id. */
  revoke(id: string, at: Date): Promise<boolean>
}

export interface NewApiKey {
  readonly id: string
  readonly serverId: GuildId | null
  readonly scopes: readonly string[]
  readonly hash: Uint8Array
  readonly createdAt: Date
}
