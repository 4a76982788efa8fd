/** Opcodes of the voice gateway, version 8. */
export const Op = {
  identify: 0,
  selectProtocol: 1,
  ready: 2,
  heartbeat: 3,
  sessionDescription: 4,
  speaking: 5,
  heartbeatAck: 6,
  resume: 7,
  hello: 8,
  resumed: 9,
  clientsConnect: 11,
  clientDisconnect: 13,
  prepareTransition: 21,
  executeTransition: 22,
  transitionReady: 23,
  prepareEpoch: 24,
  externalSender: 25,
  keyPackage: 26,
  proposals: 27,
  commitWelcome: 28,
  announceCommit: 29,
  welcome: 30,
  invalidCommitWelcome: 31,
} as const

/** Close codes of the voice gateway. */
export const Close = {
  unknownOp: 4001,
  undecodable: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  sessionInvalid: 4006,
  sessionTimeout: 4009,
  unknownProtocol: 4012,
  disconnected: 4014,
  serverCrashed: 4015,
  unknownMode: 4016,
  daveRequired: 4017,
} as const

/** A JSON message, either way. */
export interface GatewayMessage {
  op: number
  d: unknown
}

/** Parses a message; null if it is no JSON object with a numeric `op`. */
export function parseMessage(text: string): { op: number; d: Record<string, unknown> } | null {
  try {
    const value: unknown = JSON.parse(text)
    if (!isRecord(value) || typeof value.op !== 'number') return null
    return { op: value.op, d: isRecord(value.d) ? value.d : {} }
  } catch {
    return null
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
