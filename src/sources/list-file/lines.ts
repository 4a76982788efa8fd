import { linesIn } from '../link-list/entries.ts'
import type { ListKind } from '../link-list/kind.ts'
import { type Fields, webLink } from './row.ts'

/**
 * The entries of a list of links and files. A file of the computer that the list was made on is looked
 * for by what the list says of it, or by its name.
 */
export function* rowsOfLines(text: string, kind: ListKind): Generator<Fields> {
  for (const { link, title, seconds } of linesIn(text, kind)) {
    const length: [string, unknown] = ['durationms', seconds > 0 ? seconds * 1000 : null]
    if (webLink(link) === null) yield new Map([...named(title ?? stem(link)), length])
    else yield new Map([...(title === null ? [] : named(title)), ['link', link], length])
  }
}

/** "Artist - Title", as most programs write it. */
function named(text: string): [string, unknown][] {
  const [, artist = '', title = ''] = /^(.{1,200}?) [-–—] (.+)$/.exec(text.trim()) ?? []
  if (title === '') return [['title', text]]
  return [
    ['artist', artist],
    ['title', title],
  ]
}

/** The name of a file without its folder, its ending, and the number that many begin with. */
function stem(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  return name.replace(/\.[a-z0-9]{2,5}$/i, '').replace(/^\d{1,3}[ ._-]+(?=\D)/, '')
}
