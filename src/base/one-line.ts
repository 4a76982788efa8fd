/**
 * Control and format characters and line separators, except those that stand in group 1 and belong to
 * what people see: a flag's tags (UTS #51, "ED-14a"), a joiner behind what it joins (Persian, Indic
 * scripts, emoji), and the Arabic and Syriac signs that are drawn although they are format characters.
 */
const INVISIBLE =
  /(\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{2,7}\u{e007f}|(?<=[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]|[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2])|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** No script puts more marks on one letter; whoever does paints over the lines above and below. */
const TOO_MANY_MARKS = /(\p{M}{8})\p{M}+/gu

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * Text on one line, without what can't be seen and makes it lie: overrides of its direction, hidden
 * tags, zero-width spaces, towers of marks. White space is folded. `instead` takes the place of an
 * invisible format character; that of a control character or a line break is always a space.
 */
export function oneLine(text: string, instead: '' | ' '): string {
  return text
    .replace(
      INVISIBLE,
      (found: string, kept: string | undefined) =>
        kept ?? (found === SOFT_HYPHEN ? '' : /\p{Cf}/u.test(found) ? instead : ' '),
    )
    .replace(TOO_MANY_MARKS, '$1')
    .replace(/\s+/gu, ' ')
    .trim()
}

const SOFT_HYPHEN = '\u00ad'

/**
 * At most `limit` UTF-16 units, as Discord counts, cut between what people take for characters
 * (grapheme clusters, UAX #29). One that's longer than the limit is cut between code points.
 */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  // One unit more, so that the character at the cut is whole.
  const start = text.slice(0, limit + 1)
  const cut = GRAPHEMES.segment(start).containing(limit - 1)?.index ?? 0
  if (cut > 0) return `${start.slice(0, cut)}…`
  const isHalf = (start.codePointAt(limit - 2) ?? 0) > 0xffff
  return `${start.slice(0, isHalf ? limit - 2 : limit - 1)}…`
}
