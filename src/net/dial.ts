import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Admitted } from './address-policy.ts'

/** Where a connection goes: a name (or an address without brackets) for TLS to check, and the addresses that were admitted. */
export interface Destination {
  readonly host: string
  readonly port: number
  readonly admitted: readonly Admitted[]
  /** Whether TLS is spoken, with the name's certificate checked. */
  readonly secure: boolean
}

/**
 * Connects to one of the addresses that were checked; resolves when bytes may be written. Rejects with
 * the socket's error, or with the signal's reason, which also destroys the connection later on.
 */
export function dial(to: Destination, signal: AbortSignal): Promise<Socket> {
  const { host, port, secure } = to
  const where = { host, port, lookup: answerWith(to.admitted), autoSelectFamily: true }
  const socket = secure ? connectTls({ ...where, ...trusting(host) }) : connect(where)
  return established(socket, secure ? 'secureConnect' : 'connect', signal)
}

/** Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED=0 doesn't reach what strangers name. */
function trusting(host: string) {
  return {
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    // An address is no server name (RFC 6066, 3).
    ...(isIP(host) === 0 ? { servername: host } : {}),
  }
}

function established(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      socket.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    socket.once('close', () => signal.removeEventListener('abort', onAbort))
    // It stays: what breaks later is heard by whoever reads.
    socket.on('error', reject)
    socket.once('close', () => reject(new Error('closed')))
    socket.once(event, () => resolve(socket))
    if (signal.aborted) onAbort()
  })
}

/** Answers a socket's name look-up with what was checked, so that no second resolution can differ. */
export function answerWith(admitted: readonly Admitted[]): LookupFunction {
  return (_host, options, done) => {
    const family = options.family === 4 || options.family === 6 ? options.family : null
    const fitting = admitted.filter((entry) => family === null || entry.family === family)
    const [first] = fitting
    if (first === undefined) {
      done(Object.assign(new Error('no admitted address'), { code: 'ENOTFOUND' }), '', 4)
    } else if (options.all === true) {
      done(null, [...fitting])
    } else {
      done(null, first.address, first.family)
    }
  }
}
