/** The fields of a block of metadata that are read, as bytes: no text says in which charset it is. */
export interface IcyFields {
  readonly title: Uint8Array
  /** Null: none. */
  readonly url: Uint8Array | null
}

/**
 * Reads a block that stands in a station's sound: `StreamTitle='…';StreamUrl='…';`, filled up with
 * zeros (SHOUTcast protocol). A title may hold quotes and semicolons: it ends where another field, or
 * nothing, follows. Null: the block tells no title.
 */
export function icyFieldsOf(block: Uint8Array): IcyFields | null {
  const end = block.indexOf(0)
  // One character a byte.
  const text = Buffer.from(end < 0 ? block : block.subarray(0, end)).toString('latin1')
  const title = fieldOf(text, 'StreamTitle')
  if (title === null) return null
  const url = fieldOf(text, 'StreamUrl')
  return { title: bytesOf(title), url: url === null || url === '' ? null : bytesOf(url) }
}

/** The value of a field; null: it isn't there. One that was cut off ends with the text. */
function fieldOf(text: string, name: string): string | null {
  const found = new RegExp(`(?:^|;)\\s{0,9}${name}\\s{0,9}=`, 'i').exec(text)
  if (found === null) return null
  const rest = text.slice(found.index + found[0].length).trimStart()
  if (!rest.startsWith("'")) return rest.split(';', 1)[0]?.trim() ?? ''
  const close = /'\s{0,9};\s{0,9}(?=[a-z]\w{0,30}\s{0,9}=|$)|'\s{0,9}$/i.exec(rest.slice(1))
  return close === null ? rest.slice(1) : rest.slice(1, 1 + close.index)
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1')
