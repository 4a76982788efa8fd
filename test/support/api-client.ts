/** An answer of the HTTP API as a program reads it. */
export interface ApiAnswer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: what a client reads; the tests check its shape.
  readonly body: any
}

/** A program that uses the HTTP API of the bot on this port. */
export class ApiClient {
  readonly #base: string
  readonly #key: string

  constructor(port: number, key: string) {
    this.#base = `http://127.0.0.1:${port}/api/v1`
    this.#key = key
  }

  async ask(method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    const answer = await fetch(this.#base + path, {
      method,
      headers: { 'x-api-key': this.#key },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: await answer.json() }
  }
}
