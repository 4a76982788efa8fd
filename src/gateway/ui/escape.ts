/** Discord's limit for a message's text, in characters. */
const MESSAGE_LIMIT = 2_000

/** Longest title or name that is shown, in characters before escaping. */
const TEXT_LIMIT = 80

/** The characters that begin Discord's markdown, mentions, emoji, timestamps or links. */
const MARKUP = /[\\*_~`|>#\-+[\]()<:]/g

/**
 * Control and format characters, among them line breaks and those that change the text's direction.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu

/**
 * Text of a tag, page or file name as one harmless line: shortened, without markup, and with every
 * `@` separated from what follows, so that nothing looks like a mention.
 */
export function escapeText(text: string, limit = TEXT_LIMIT): string {
  const line = text.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim()
  return shorten(line, limit).replace(MARKUP, '\\$&').replaceAll('@', '@\u200b') || '\\-'
}

/** At most `limit` characters (UTF-16 units, as Discord counts), cut between code points. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  let short = ''
  for (const character of text) {
    if (short.length + character.length > limit - 1) break
    short += character
  }
  return `${short}…`
}

/** A whole message, cut to what Discord takes. */
export const fit = (message: string): string => shorten(message, MESSAGE_LIMIT)
