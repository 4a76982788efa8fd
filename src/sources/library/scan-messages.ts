/** What the program that scans is asked, once; the bytes of the catalog of before follow. It ends with its answer. */
export interface ScanRequest {
  readonly root: string
  /** Where the catalog is kept; null: nowhere. */
  readonly file: string | null
  /** Files that ended the program before: they count as without tags. */
  readonly unreadable: readonly string[]
}

export type ScanReport =
  /** A file is about to be read, which may hang or break the program; null: none is for a while. */
  | { readonly kind: 'reading'; readonly path: string | null }
  /** A catalog that's better than the one before; its bytes follow. */
  | { readonly kind: 'catalog' }
  /** Why it couldn't be kept, once. */
  | { readonly kind: 'unsaved'; readonly reason: string }
  | { readonly kind: 'done'; readonly read: number }
