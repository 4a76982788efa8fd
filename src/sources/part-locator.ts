import type { Part } from '../domain/media.ts'

/** Names a part of what a page holds, in seconds: a page may have a `#t=` of its own that means something else. */
const FRAGMENT = /^(.+)#segue-part=(\d{1,9}(?:\.\d{1,3})?),(\d{1,9}(?:\.\d{1,3})?)?$/s

/** A locator that opens a part of what `locator` opens. */
export const partLocator = (locator: string, { startMs, endMs }: Part): string =>
  `${locator}#segue-part=${startMs / 1_000},${endMs === null ? '' : endMs / 1_000}`

/** The locator of the whole, and what of it is meant, as the fields of its media. */
export function partIn(locator: string): { whole: string; part: { readonly part?: Part } } {
  const [, whole, from, to] = FRAGMENT.exec(locator) ?? []
  if (whole === undefined) return { whole: locator, part: {} }
  const startMs = Math.round(Number(from) * 1_000)
  const endMs = to === undefined ? null : Math.round(Number(to) * 1_000)
  const isSound = endMs === null || endMs > startMs
  return isSound ? { whole, part: { part: { startMs, endMs } } } : { whole, part: {} }
}

export const isPart = (locator: string): boolean => partIn(locator).part.part !== undefined
