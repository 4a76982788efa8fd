import { cleanText } from '../clean-text.ts'
import type { Tags } from '../tags/tags.ts'
import { FileState } from './columns.ts'
import type { EntryTags } from './entry.ts'
import type { WalkedFile } from './walk.ts'

/** What's known of a file: the tracks in it, one or several. */
export interface KnownFile {
  readonly state: (typeof FileState)[keyof typeof FileState]
  readonly entries: readonly EntryTags[]
}

/** A file of which only the name is known: its tags have yet to be read, or it's a playlist. */
export function namedOnly({ name, kind }: Pick<WalkedFile, 'name' | 'kind'>): KnownFile {
  const state = kind === 'list' ? FileState.list : FileState.unread
  return { state, entries: [tagged(name, null)] }
}

/** The whole file as a track with what its tags say, or its name where they say nothing. */
export function tagged(name: string, tags: Tags | null): EntryTags {
  return {
    title: tags?.title ?? cleanText(name.replace(/\.[^.]*$/, '')) ?? 'Untitled',
    artist: tags?.artist ?? null,
    album: tags?.album ?? null,
    genres: tags?.genres ?? [],
    trackNumber: tags?.trackNumber ?? 0,
    discNumber: tags?.discNumber ?? 0,
    durationMs: tags?.durationMs ?? null,
    ...(tags?.isrc === undefined ? {} : { isrc: tags.isrc }),
    part: null,
  }
}
