/** What the thread that scans is asked, once: it ends with its answer. */
export interface ScanRequest {
  readonly root: string
  /** Where the catalog is kept; null: nowhere. */
  readonly file: string | null
  /** The bytes of the catalog of before. */
  readonly before: SharedArrayBuffer
  /** Files that ended a thread before: they count as without tags. */
  readonly unreadable: readonly string[]
}

export type ScanReport =
  /** A file is about to be read: it may hang or break the thread. */
  | { readonly kind: 'reading'; readonly path: string }
  /** The bytes of a catalog that's better than the one before. */
  | { readonly kind: 'catalog'; readonly bytes: SharedArrayBuffer }
  /** Why it couldn't be kept, once. */
  | { readonly kind: 'unsaved'; readonly reason: string }
  | { readonly kind: 'done'; readonly read: number }
