import {
  decodeHtmlEntities,
  removeZeroWidth,
  replaceSmartQuotes,
} from '@web-scrobbler/metadata-filter'
import anyAscii from 'any-ascii'
import { fold } from '../../base/fold.ts'

/** Longer names aren't looked into: what follows has steps by the square of their length. */
const LONGEST = 200

/**
 * Scripts whose letters tell how a word sounds. Han doesn't: a character's sound depends on the language
 * and the word, so that it's compared as it is.
 */
const SOUNDED =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Thai}\p{Script=Devanagari}ー]+/gu

/** A site's text in one form: no entities, no invisible signs, straight quotes, no full-width letters. */
export const tidy = (text: string): string =>
  replaceSmartQuotes(removeZeroWidth(decodeHtmlEntities(text.slice(0, LONGEST))))
    .normalize('NFKC')
    // One sign may become eighteen.
    .slice(0, LONGEST)

/** Text as names are compared: letters of sounded scripts in Latin, signs that stand for letters as such, folded. */
export function plain(text: string): string {
  const latin = text
    .replace(/\b([IVX]{1,4})\.(?=\s|$)/g, (_, roman: string) => digits(roman.toLowerCase()))
    .replace(/[っッ]/g, '')
    .replace(SOUNDED, (run) => anyAscii(run).replace(/[`']/g, ''))
    .replace(/(?<=\p{L})!(?=\p{L})/gu, 'i')
    .replace(/\$(?=\p{L})|(?<=\p{L})\$/gu, 's')
    .replace(/[&+]/g, ' and ')
  return numbered(fold(latin))
}

/** A text's words, folded. */
export const wordsOf = (text: string): readonly string[] => plain(text).split(' ').filter(Boolean)

/** Consonants alone, by which spellings of the same sound agree: "Amr Diab" is written without vowels too. */
export const skeleton = (folded: string): string =>
  folded
    .replace(/ph/g, 'f')
    .replace(/ck|q|c(?=[^eiyh])|kh/g, 'k')
    .replace(/[sz]h|ch|ts|tz|c/g, 's')
    .replace(/l/g, 'r')
    .replace(/[vb]/g, 'w')
    .replace(/[aeiouyhw ]/g, '')
    .replace(/(.)\1+/g, '$1')

const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii']
const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
]

/** Numbers as digits where they count parts: "Pt. II", "2nd movement", "No. 5". */
function numbered(folded: string): string {
  return folded
    .replace(/\b(\d+)(?:st|nd|rd|th)\b/g, '$1')
    .replace(/\b(?:part|pt|parte|teil) ([ivx]+|\d+)\b/g, (_, n: string) => `part ${digits(n)}`)
    .replace(/\b(?:no|nr|num|number) (\d+)\b/g, '$1')
    .replace(
      /\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth) (movement|mov|mvt)\b/g,
      (_, n: string) => String(ORDINALS.indexOf(n) + 1),
    )
    .replace(/\b(\d+) (?:movement|mov|mvt)\b/g, '$1')
    .replace(/\b(?:movement|mov|mvt) ([ivx]+|\d+)\b/g, (_, n: string) => digits(n))
    .replace(/\b(ii|iii|iv|vi|vii|viii)\b/g, (_, n: string) => digits(n))
}

function digits(text: string): string {
  const place = ROMAN.indexOf(text)
  return place < 0 ? text : String(place + 1)
}
