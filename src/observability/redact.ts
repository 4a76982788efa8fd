const HIDDEN = '[hidden]'
/** A key of the HTTP API as its owner sees it: this process knows only the hashes. */
const API_KEY = /segue_[A-Za-z0-9_-]{40,}/g

/**
 * A link as people or sites wrote it. Whatever could sign somebody in comes before the host or
 * after the path.
 */
const LINK = /\b(https?:\/\/)(?:[^\s/?#"'<>]*@)?([^\s?#"'<>]*)(?:[?#][^\s"'<>]*)?/gi

/** Links cut to their host and path. */
export const withoutSignatures = (text: string): string => text.replace(LINK, '$1$2')

/** Cuts these texts, and whatever looks like an API key, out of what is shown or logged. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  // The longest first, so that nothing is left of a text that contains another one.
  const known = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length)
  return (text) =>
    known
      .reduce((cleaned, secret) => cleaned.replaceAll(secret, HIDDEN), text)
      .replaceAll(API_KEY, HIDDEN)
}
