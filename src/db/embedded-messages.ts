/** To the thread that runs the embedded database. `connect` carries PostgreSQL's wire protocol over its port. */
export type ToEmbedded =
  | { readonly type: 'open'; readonly folder: string }
  | { readonly type: 'connect'; readonly port: MessagePort }
  | { readonly type: 'close' }

/** From it. After `failed` the thread is of no more use: the database's memory can't be trusted. */
export type FromEmbedded =
  | { readonly type: 'opened' }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'closed' }
