/**
 * Opcode of a binary message (u16 sequence, u8 opcode, payload); null for JSON and truncated
 * messages.
 */
export function opcodeOf(data: unknown): number | null {
  const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data
  return bytes instanceof Uint8Array ? (bytes[2] ?? null) : null
}

/** A JSON message, or what the library makes of a binary one. */
export const isMessage = (message: unknown): message is { op: number } =>
  typeof message === 'object' && message !== null && 'op' in message
