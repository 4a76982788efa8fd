/**
 * Messages to the thread that runs the embedded database. A connection has a number and lasts until
 * the next one begins; `ask` carries whole messages of PostgreSQL's wire protocol.
 */
export type ToEmbedded =
  | { readonly type: 'open'; readonly folder: string }
  | { readonly type: 'ask'; readonly connection: number; readonly bytes: Uint8Array }
  | { readonly type: 'close' }

/**
 * Messages from that thread. After `failed` the thread can't be used any more, since its memory
 * can't be trusted.
 */
export type FromEmbedded =
  | { readonly type: 'opened' }
  | { readonly type: 'answer'; readonly connection: number; readonly parts: readonly Uint8Array[] }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'closed' }
