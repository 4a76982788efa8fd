import { createHash } from 'node:crypto'
import { COLLECTIONS, type CollectionKind } from './music-server.ts'

/** What a text names on a server: "subsonic:3f9a12bc/album/42". `random`: songs by chance, of all servers. */
export type Handle =
  | { readonly kind: 'song' | CollectionKind; readonly server: string; readonly id: string }
  | { readonly kind: 'random' }

const HANDLE = /^([a-z]+):(?:(random)|([0-9a-f]{8})\/([a-z]+)\/([^\s\p{C}]{1,128}))$/u

/** Null: the text is nothing of that scheme. */
export function readHandle(text: string, scheme: string): Handle | null {
  const [, read, random, server = '', written, id = ''] = HANDLE.exec(text) ?? []
  if (read !== scheme) return null
  if (random !== undefined) return { kind: 'random' }
  const kind = ['song' as const, ...COLLECTIONS].find((known) => known === written)
  return kind === undefined ? null : { kind, server, id }
}

/** Reading it gives the handle again. */
export function handleText(scheme: string, handle: Handle): string {
  return handle.kind === 'random'
    ? `${scheme}:random`
    : `${scheme}:${handle.server}/${handle.kind}/${handle.id}`
}

/**
 * What stands for a server in handles, which members see and queues keep: it says nothing of where the
 * host's house is.
 */
export function serverKey(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 8)
}
