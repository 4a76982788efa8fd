const MAX_COOKIES = 50
const MAX_CHARS = 4096
/** The attributes after a cookie in yt-dlp's list, which say where it belongs. */
const ATTRIBUTES = new Set(['domain', 'path', 'secure', 'expires', 'version'])

/**
 * The Cookie header (RFC 6265, 4.2) from a stream's `cookies` in yt-dlp's output: those in its jar
 * for the stream's address, each followed by its attributes, values quoted as Python's http.cookies
 * does. Null when there are none that can be sent.
 */
export function cookieHeader(cookies: unknown): string | null {
  if (typeof cookies !== 'string') return null
  const pairs = cookies
    .slice(0, 16 * MAX_CHARS)
    .split('; ')
    .map((part) => /^([^=]+)=(.*)$/.exec(part) ?? [])
    .flatMap(([, name = '', value = '']) =>
      ATTRIBUTES.has(name.toLowerCase()) || !TOKEN.test(name) ? [] : [`${name}=${unquoted(value)}`],
    )
    .filter((pair) => VALUE.test(pair))
    .slice(0, MAX_COOKIES)
  const header = pairs.join('; ')
  return header === '' || header.length > MAX_CHARS ? null : header
}

/** RFC 9110, 5.6.2; and what may stand in a header without ending the cookie. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/
const VALUE = /^[\x20-\x3a\x3c-\x7e]+$/

/** Undoes `_quote` of Python's http/cookies.py: quotation marks around, octal and backslash escapes within. */
function unquoted(value: string): string {
  if (!/^".*"$/.test(value)) return value
  return value
    .slice(1, -1)
    .replace(/\\(?:([0-3][0-7][0-7])|(.))/g, (_all, octal: string | undefined, char: string) =>
      octal === undefined ? char : String.fromCharCode(Number.parseInt(octal, 8)),
    )
}
