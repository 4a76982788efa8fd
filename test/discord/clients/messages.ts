/** What a test tells a client in a child process, and what it hears back (over Bun's IPC). */
export type ToClient =
  /** Plays Opus frames of 20 ms, base64. Answered with `spoke` when all are sent. */
  | { type: 'speak'; frames: string[] }
  /** Asks for all that was heard from a user. Answered with `heard`. */
  | { type: 'report'; userId: string }
  /** A voice server to join, as VOICE_STATE_UPDATE and VOICE_SERVER_UPDATE name it. */
  | { type: 'join'; place: Place }
  /** Logs in as a bot and joins a voice channel, as any bot would. */
  | { type: 'login'; account: Account }
  | { type: 'leave' }

export type FromClient =
  | { type: 'started' }
  /** The transport is ready. */
  | { type: 'connected' }
  /** End-to-end encryption is ready as well. */
  | { type: 'encrypted' }
  | { type: 'spoke' }
  | { type: 'heard'; userId: string; frames: string[] }
  | { type: 'state'; state: string }
  | { type: 'failed'; reason: string }

/** A seat and its endpoint. */
export interface Place {
  guildId: string
  channelId: string
  userId: string
  sessionId: string
  token: string
  endpoint: string
}

/** A bot's account, where to log in, and the voice channel to join. */
export interface Account {
  /** `http://127.0.0.1:PORT/api` */
  apiUrl: string
  token: string
  guildId: string
  channelId: string
}
