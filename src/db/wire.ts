/** Frontend message `Terminate` (PostgreSQL manual, 53.7): it would end the one session there is. */
const TERMINATE = 0x58
const TYPE_BYTES = 1
const LENGTH_BYTES = 4

/**
 * Cuts `Terminate` off a piece of the frontend's side of PostgreSQL's protocol, which holds whole
 * messages. `started` is false for a connection's first piece, which begins with the start-up
 * message: that one has a length and no type.
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
