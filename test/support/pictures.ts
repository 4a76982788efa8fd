/** Bytes that begin as a PNG does (W3C, PNG, section 5.2); no more of it is looked at here. */
export const png = (mark: string, length = 100): Uint8Array =>
  padded(Buffer.from(`\x89PNG\r\n\x1a\n${mark}`, 'latin1'), length)

/** The same of a JPEG (ITU-T T.81, section B.1.1.3). */
export const jpeg = (mark: string, length = 100): Uint8Array =>
  padded(Buffer.from(`\xff\xd8\xff\xe0${mark}`, 'latin1'), length)

function padded(bytes: Uint8Array, length: number): Uint8Array {
  const all = new Uint8Array(Math.max(length, bytes.length))
  all.set(bytes)
  return all
}
