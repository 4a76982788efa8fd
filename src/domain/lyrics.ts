/** A song's words. Hostile text, like all that comes from tags and sites. */
export interface Lyrics {
  readonly title: string
  readonly artist: string | null
  /** In order; each with its time in the track, or none of them. Empty: it has no words. */
  readonly lines: readonly LyricsLine[]
  /** The host of the service that has them; null: the music file, or one beside it. */
  readonly from: string | null
}

export interface LyricsLine {
  /** Milliseconds into the track; null: nobody knows. */
  readonly atMs: number | null
  /** Empty for a pause. */
  readonly text: string
}

export const isSynced = ({ lines }: Lyrics): boolean =>
  lines.length > 0 && lines.every(({ atMs }) => atMs !== null)

/** The index of the line that's sung at a position; -1: before the first. */
export function lineAt({ lines }: Lyrics, positionMs: number): number {
  return lines.findLastIndex(({ atMs }) => atMs !== null && atMs <= positionMs)
}
