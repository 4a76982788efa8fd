/**
 * Whether bytes begin like a web page or another text with markup, whatever their type claims
 * (WHATWG MIME Sniffing, 7.1: after white space an opening "<" and a known name). No audio
 * container begins like that.
 */
export function looksLikeMarkup(head: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(head.subarray(0, 512))
  return /^(?:ï»¿)?\s*(?:<(?:!doctype|!--|\?xml|html|head|body|title|script|style|div|p|br|h1|a|table|iframe|svg|rss)\b|<!--)/i.test(
    text,
  )
}

/** Whether bytes begin like a list of links in XML (XSPF), which is markup and no page. */
export function looksLikeXmlList(head: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(head.subarray(0, 2_048))
  return /^(?:ï»¿)?\s*</.test(text) && /<(?:[\w-]{1,20}:)?playlist[\s>]/.test(text)
}

/**
 * Whether bytes begin like a playlist ("#EXTM3U", "[playlist]", HLS), which lists sources and has
 * no sound.
 */
export function looksLikePlaylist(head: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(head.subarray(0, 64))
  return /^(?:ï»¿)?\s*(?:#EXTM3U|\[playlist\])/i.test(text)
}
