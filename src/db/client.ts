import type { Duplex } from 'node:stream'
import postgres from 'postgres'

export type Sql = postgres.Sql
export type SqlTransaction = postgres.TransactionSql

const CONNECT_WITHIN_S = 5
const KEEP_ALIVE_S = 15
/** Longest pause before another attempt to connect, in seconds: it bounds how long recovery takes. */
const RETRY_AT_MOST_S = 1

/**
 * Connections to a real PostgreSQL. Nothing may depend on a session, not even prepared statements:
 * a pooler gives each transaction another one.
 */
export function serverClient(url: string, options: { connections: number }): Sql {
  return postgres(url, { ...common(), max: options.connections, prepare: false })
}

/** The one connection to the embedded database, which has one session. */
export function embeddedClient(connect: () => Duplex): Sql {
  const options: postgres.Options<Record<string, never>> & { socket: () => Duplex } = {
    ...common(),
    host: 'embedded',
    user: 'postgres',
    database: 'postgres',
    max: 1,
    max_lifetime: null,
    socket: connect,
  }
  return postgres(options)
}

function common() {
  return {
    connect_timeout: CONNECT_WITHIN_S,
    keep_alive: KEEP_ALIVE_S,
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, RETRY_AT_MOST_S),
    // Notices are for people at a prompt: "relation already exists, skipping".
    onnotice: () => {},
    connection: { application_name: 'segue' },
  }
}
