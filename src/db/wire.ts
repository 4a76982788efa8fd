/**
 * Frontend message `Terminate` (PostgreSQL manual, 53.7), which would end PGlite's only session.
 */
const TERMINATE = 0x58
const TYPE_BYTES = 1
const LENGTH_BYTES = 4

/**
 * Cuts `Terminate` off `piece`, which holds whole frontend messages of PostgreSQL's protocol.
 * `started` is false for a connection's first piece, which begins with the start-up message: that
 * message has a length and no type.
 */
export function withoutTerminate(bytes: Uint8Array, started: boolean): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = started || bytes.length < LENGTH_BYTES ? 0 : view.getUint32(0)
  while (at + TYPE_BYTES + LENGTH_BYTES <= bytes.length) {
    if (bytes[at] === TERMINATE) return bytes.subarray(0, at)
    at += TYPE_BYTES + view.getUint32(at + TYPE_BYTES)
  }
  return bytes
}
