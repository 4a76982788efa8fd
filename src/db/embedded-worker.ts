import type { PGlite } from '@electric-sql/pglite'
import type { FromEmbedded, ToEmbedded } from './embedded-messages.ts'
import { openPglite } from './pglite.ts'
import { withoutTerminate } from './wire.ts'

declare const self: Worker

const REASON_LINES = 3
const SYNC = Uint8Array.of(0x53, 0, 0, 0, 4)

let database: PGlite | null = null
/** PGlite has one session, so requests wait for their turn. */
let turn: Promise<void> = Promise.resolve()
let connection: number | null = null
const complaints: string[] = []
/** PGlite keeps running after PostgreSQL aborts, with a session that never answers again. */
let panicked = false

self.onmessage = ({ data }: MessageEvent<ToEmbedded>) => {
  if (data.type === 'open') inTurn(() => open(data.folder))
  else if (data.type === 'ask') inTurn(() => ask(data.connection, data.bytes))
  else inTurn(close)
}

async function open(folder: string): Promise<void> {
  database = await openPglite(folder, { onLine: remember })
  tell({ type: 'opened' })
}

async function ask(from: number, bytes: Uint8Array): Promise<void> {
  const isNew = from !== connection
  // Nobody waits for the answer on a connection that was replaced.
  if (isNew && from < (connection ?? 0)) return
  if (isNew && connection !== null) await forgetSession()
  connection = from
  const wanted = withoutTerminate(bytes, !isNew)
  if (wanted.length > 0) await answer(from, wanted)
}

async function answer(to: number, wanted: Uint8Array): Promise<void> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  await database?.execProtocolRawStream(wanted, {
    // The view is on the database's own memory, so a copy is sent.
    onRawData: (bytes) => parts.push(bytes.slice()),
  })
  if (panicked) throw new Error('PANIC')
  const buffers = parts.map((part) => part.buffer)
  self.postMessage({ type: 'answer', connection: to, parts } satisfies FromEmbedded, buffers)
}

/** The connection before may have left in the middle of a statement or a transaction. */
async function forgetSession(): Promise<void> {
  await database?.execProtocolRaw(SYNC)
  await database?.exec('ROLLBACK')
  await database?.exec('DISCARD ALL')
}

async function close(): Promise<void> {
  await database?.close()
  tell({ type: 'closed' })
}

function inTurn(work: () => Promise<void>): void {
  turn = turn.then(work).catch((error: unknown) => {
    const said = complaints.length > 0 ? complaints.join('; ') : String(error)
    tell({ type: 'failed', reason: said })
  })
}

function remember(text: string): boolean {
  panicked ||= /\bPANIC:|^Aborted\(/.test(text)
  const fault = /\b(PANIC|FATAL|could not|No space)\b.*/.exec(text)
  if (fault !== null) {
    complaints.push(fault[0].trim())
    if (complaints.length > REASON_LINES) complaints.shift()
  }
  return true
}

function tell(message: FromEmbedded): void {
  self.postMessage(message)
}
