/** What can be sent to another process: JSON. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json }

/** A message's largest size as JSON, in UTF-16 units. A queue page fits, a whole library does not. */
export const MESSAGE_LIMIT = 256 * 1024

/**
 * `nobody`: no process answers the topic. `deadline`: one took the request, or may have, and hasn't
 * answered. `refused`: the answer is an error, whose code is the detail. `away`: nothing could be
 * sent.
 */
export type BusErrorCode = 'nobody' | 'deadline' | 'refused' | 'away' | 'too-large'

export class BusError extends Error {
  override readonly name = 'BusError'
  readonly code: BusErrorCode
  readonly detail: string | null

  constructor(code: BusErrorCode, detail: string | null = null, options?: ErrorOptions) {
    super(detail === null ? code : `${code}: ${detail}`, options)
    this.code = code
    this.detail = detail
  }
}

/**
 * Messages between processes. Nothing is stored: a message reaches whoever listens at that moment,
 * so what must not be lost goes to the database. Handlers get what came over the wire and check it.
 */
export interface Bus extends AsyncDisposable {
  publish(topic: string, payload: Json): Promise<void>
  /** Resolves once messages are received. A handler that throws affects nobody else. */
  subscribe(topic: string, handler: (payload: Json) => void): Promise<AsyncDisposable>
  /** Resolves with the answer; rejects with a `BusError`. `deadlineMs` counts from the call. */
  request(topic: string, payload: Json, deadlineMs: number): Promise<Json>
  /** Answers requests. A thrown error's `code`, if it has one, is all that the asker learns of it. */
  answer(topic: string, handler: (payload: Json) => Promise<Json>): Promise<AsyncDisposable>
  /** What is known without asking; never contains an address. */
  readonly health: { readonly state: 'ok' | 'down'; readonly reason: string | null }
}
