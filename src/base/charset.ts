const UTF8 = new TextDecoder('utf-8', { fatal: true })
const WINDOWS_1252 = new TextDecoder('windows-1252')

/** The byte that each character of Windows-1252 stands for, where it isn't the character's own number. */
const BYTES = new Map(
  Array.from({ length: 0x20 }, (_, index) => 0x80 + index).map((byte) => [
    WINDOWS_1252.decode(new Uint8Array([byte])),
    byte,
  ]),
)

/**
 * A tag's text, decoded by the charset that it's really in. Formats whose texts are Latin-1 by
 * definition (RIFF INFO, ID3v1, ID3v2's encoding 0) are filled with UTF-8 all the same, and read as
 * Latin-1 "Größe" is "GrÃ¶ÃŸe". Bytes above 0x7f that form valid UTF-8 are almost never meant as
 * Latin-1.
 */
export function inItsCharset(text: string): string {
  if (!/[\u0080-\uffff]/.test(text)) return text
  const bytes = new Uint8Array(text.length)
  for (const [index, char] of [...text].entries()) {
    const byte = char.charCodeAt(0) <= 0xff ? char.charCodeAt(0) : BYTES.get(char)
    if (byte === undefined || char.length > 1) return text
    bytes[index] = byte
  }
  try {
    return UTF8.decode(bytes)
  } catch {
    return text
  }
}
