/**
 * A text for the log, with each link cut to its host and path: what follows may be a signature or a
 * member's secret.
 */
export function withoutLinks(text: string): string {
  return text.replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, (link) => {
    const url = URL.parse(link)
    return url === null ? '(a link)' : `${url.protocol}//${url.host}${url.pathname}`
  })
}
