import { SegueError } from '../base/error.ts'
import type { Listen } from '../domain/listen.ts'
import type { Service } from '../sources/service.ts'
import { fieldsOf, textIn } from './fields.ts'
import type { ListenService, PastListen, Submitted } from './ports.ts'

/** As the service asks clients to name themselves. */
const CLIENT = { media_player: 'Segue', submission_client: 'Segue' }
/** What a token looks like: a UUID, as the service makes them; anything printable may be one. */
const TOKEN = /^[\x21-\x7e]{1,200}$/

/**
 * ListenBrainz' protocol (https://listenbrainz.readthedocs.io, "Core" and "JSON documentation"):
 * `POST /1/submit-listens` with the member's token, and `GET /1/validate-token`.
 */
export class ListenBrainz implements ListenService {
  readonly name = 'listenbrainz'
  readonly #base: string
  readonly #service: Service

  /** `base`: without a slash at its end. */
  constructor(base: string, service: Service) {
    this.#base = base
    this.#service = service
  }

  /** Whose token that is; null: nobody's. */
  async ownerOf(token: string, signal: AbortSignal): Promise<string | null> {
    if (!TOKEN.test(token)) return null
    const headers = { authorization: `Token ${token}` }
    const url = `${this.#base}/1/validate-token`
    const answer = fieldsOf(await this.#service.json({ url, headers, also: [401] }, signal))
    return answer.valid === true ? textIn(answer.user_name) : null
  }

  async nowPlaying(token: string, listen: Listen, signal: AbortSignal): Promise<void> {
    await this.#send(token, 'playing_now', [{ track_metadata: metadataOf(listen) }], signal)
  }

  async submit(
    token: string,
    listens: readonly PastListen[],
    signal: AbortSignal,
  ): Promise<Submitted> {
    const payload = listens.map((listen) => ({
      listened_at: Math.floor(listen.at.getTime() / 1_000),
      track_metadata: metadataOf(listen),
    }))
    return await this.#send(token, payload.length === 1 ? 'single' : 'import', payload, signal)
  }

  async #send(token: string, kind: string, payload: readonly unknown[], signal: AbortSignal) {
    const body = JSON.stringify({ listen_type: kind, payload })
    const { status, code } = fieldsOf(
      await this.#service.json(
        {
          url: `${this.#base}/1/submit-listens`,
          headers: { authorization: `Token ${token}` },
          send: { method: 'POST', body, type: 'application/json' },
          also: [400, 401],
        },
        signal,
      ),
    )
    if (status === 'ok') return 'taken'
    if (code === 401) return 'unlinked'
    if (code === 400) return 'refused'
    throw new SegueError('unsupported', 'an answer that says nothing')
  }
}

function metadataOf({ artist, title, album, durationMs }: Listen) {
  return {
    artist_name: artist,
    track_name: title,
    ...(album !== null && { release_name: album }),
    additional_info: {
      ...CLIENT,
      ...(durationMs !== null && { duration_ms: Math.round(durationMs) }),
    },
  }
}
