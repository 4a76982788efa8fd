import { asidesOf } from '../../domain/versions.ts'
import { tidy } from './plain.ts'

/** Forms in which the same performance was put out, and recordings that take another one's place. */
const EDITIONS = {
  'radio-edit': /\bradio\b|\bsingle (?:edit|version)\b|\bshort (?:version|edit)\b|^edit$/i,
  extended:
    /\bextended\b|\b12"|\b12 inch\b|\bclub (?:mix|version)\b|\blong version\b|\bfull[- ]length\b/i,
  remaster: /\bremaster/i,
  'recorded-anew':
    /\bre-?record(?:ed|ing)\b|\btaylor'?s version\b|\bnew version\b|\b(?:20[12]\d) version\b/i,
  clean: /\bclean\b|\bcensored\b/i,
  explicit: /\bexplicit\b|\buncensored\b|\bdirty\b/i,
  mono: /\bmono\b/i,
  'other-language':
    /\b(?:english|spanish|french|german|italian|japanese|korean|chinese|portuguese|russian) (?:ver\b|version)|\bversión en\b|\ben español\b|\bversion française\b|\b(?:jp|kr|cn|jap|eng) ver(?:sion|\.|\b)/i,
  intro: /\b(?:intro|interlude|outro|reprise|prelude|skit)\b/i,
} as const

export type Edition = keyof typeof EDITIONS

/** What editions a title says that it is. */
export function editionsOf(title: string): readonly Edition[] {
  const asides = asidesOf(tidy(title))
  return (Object.keys(EDITIONS) as Edition[]).filter((edition) =>
    asides.some((part) => EDITIONS[edition].test(part)),
  )
}
