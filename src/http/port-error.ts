export interface Listening {
  readonly bind: string
  readonly port: number
  /** The variable that names the port. */
  readonly variable: string
}

/** A port that this process can't listen on. */
export class PortError extends Error {
  override readonly name = 'PortError'
  readonly at: Listening
  readonly #code: string

  constructor(at: Listening, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.at = at
    this.#code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  }

  /** Whether another program listens there. */
  get isTaken(): boolean {
    return this.#code === 'EADDRINUSE'
  }

  /** What is wrong and what to do about it, for people; `role` is that of the Segue which listens there. */
  sentence(role: string | null): string {
    const { port, variable } = this.at
    if (this.isTaken) {
      return role === null
        ? `Port ${port} is in use by another program. Set ${variable} to a free port, or stop that program.`
        : `Port ${port} is in use by another Segue (its role ${role}). Stop that one, or start this one with ports and a DATA_DIR of its own: set ${variable} and the other *_PORT variables.`
    }
    if (this.#code === 'EACCES') {
      return `This user isn’t allowed to use port ${port}. Set ${variable} to one above 1023.`
    }
    return `Port ${port} can’t be listened on (${this.message}). Check BIND and ${variable}.`
  }
}
