import type { Clock } from '../../base/clock.ts'
import { SegueError } from '../../base/error.ts'
import type { MediaServer } from '../../base/media-server.ts'
import { fieldsOf, idOf } from '../music-servers/answer.ts'
import type { Service } from '../service.ts'

/** Servers lock a user out after a few wrong passwords, so a refused one isn't tried again sooner. */
const REFUSED_MS = 10 * 60_000
/** Whoever ends the process waits no longer to sign out. */
const SIGN_OUT_MS = 1_000

/** Who signed in. */
export interface SignedIn {
  readonly userId: string
  /** They hold a secret. */
  readonly headers: Readonly<Record<string, string>>
  /** The same for another device, which the server takes for a session of its own. */
  readonly headersOf: (device: string) => Readonly<Record<string, string>>
}

/**
 * The bot's session at a Jellyfin server. It signs in by name when something is first asked, once for all
 * who wait (AuthenticateByName of https://api.jellyfin.org). The device's id is of this process alone,
 * since a server ends the session of whoever else has it.
 */
export class JellyfinSession implements AsyncDisposable {
  readonly #server: MediaServer
  readonly #service: Service
  readonly #clock: Clock
  readonly #deviceId = crypto.randomUUID()
  #signingIn: Promise<SignedIn> | null = null
  #refusedUntilMs = Number.NEGATIVE_INFINITY

  constructor(server: MediaServer, service: Service, clock: Clock) {
    this.#server = server
    this.#service = service
    this.#clock = clock
  }

  /** Whether the server refused user or password a moment ago. */
  get refused(): boolean {
    return this.#clock.now() < this.#refusedUntilMs
  }

  /** Rejects with 'library-login' where the server refuses user or password, or as the service does. */
  signedIn(): Promise<SignedIn> {
    this.#signingIn ??= this.#signIn().catch((error: unknown) => {
      this.#signingIn = null
      throw error
    })
    return this.#signingIn
  }

  /** The server doesn't know `who` any more: somebody has ended that session. */
  async forget(who: SignedIn): Promise<void> {
    const signingIn = this.#signingIn
    const current = await signingIn?.catch(() => null)
    if (current === who && this.#signingIn === signingIn) this.#signingIn = null
  }

  /** Signs out, so that no session is left behind. Never rejects. */
  async [Symbol.asyncDispose](): Promise<void> {
    const signingIn = this.#signingIn
    this.#signingIn = null
    if (signingIn === null) return
    try {
      const { headers } = await signingIn
      const send = { method: 'POST', body: '', type: 'application/json' } as const
      const asked = { url: `${this.#server.url}/Sessions/Logout`, headers, send }
      await this.#service.text(asked, AbortSignal.timeout(SIGN_OUT_MS))
    } catch {
      // The host sees one session more among the server's devices.
    }
  }

  async #signIn(): Promise<SignedIn> {
    if (this.refused) throw new SegueError('library-login', 'refused a while ago')
    const { url, login } = this.#server
    if (login.kind !== 'password') throw new SegueError('library-login', 'no user')
    const body = JSON.stringify({ Username: login.user, Pw: login.password })
    const send = { method: 'POST', body, type: 'application/json' } as const
    const headers = { authorization: this.#authorization() }
    const asked = { url: `${url}/Users/AuthenticateByName`, headers, send }
    const answer = await this.#service
      .json(asked, new AbortController().signal)
      .catch((error: unknown) => this.#refused(error))
    const { AccessToken, User } = fieldsOf(answer)
    const userId = idOf(fieldsOf(User).Id)
    const token = idOf(AccessToken)
    // A token with a quotation mark or a comma in it would end its field.
    if (userId === null || token === null || !/^[\w.-]+$/.test(token)) {
      throw new SegueError('unsupported', 'no session of a Jellyfin server')
    }
    const headersOf = (device: string | null) => ({
      authorization: this.#authorization({ token, device }),
    })
    return { userId, headers: headersOf(null), headersOf }
  }

  #refused(error: unknown): never {
    if (!isRefusal(error)) throw error
    this.#refusedUntilMs = this.#clock.now() + REFUSED_MS
    throw new SegueError('library-login', 'user or password refused')
  }

  /** As Jellyfin reads it (AuthorizationContext.cs of its source): fields of "MediaBrowser". */
  #authorization({ token = null, device = null }: Partial<Bearer> = {}): string {
    const DeviceId = device === null ? this.#deviceId : `${this.#deviceId}-${device}`
    const fields = {
      ...{ Client: 'Segue', Device: 'Discord', DeviceId, Version: '0.1.0' },
      ...(token === null ? {} : { Token: token }),
    }
    const written = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
    return `MediaBrowser ${written.join(', ')}`
  }
}

interface Bearer {
  readonly token: string | null
  readonly device: string | null
}

/** How a server answers whom it doesn't know, or doesn't let do that. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof SegueError &&
  error.code === 'http-status' &&
  /^HTTP 40[13]$/.test(error.detail ?? '')
