/** A server that plays the host's own music, and who the bot is there. Holds secrets. */
export interface MediaServer {
  /** Stored with its tracks; no other server of its kind has it. `MEDIA_SERVER_NAME` fits. */
  readonly name: string
  /** Its address, with neither a user nor a slash at its end. */
  readonly url: string
  readonly login: MediaLogin
}

export type MediaLogin =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'key'; readonly key: string }

/** A host with its port, or what the host of the bot calls the server; nothing that ends a name in a link. */
export const MEDIA_SERVER_NAME = /^[a-z0-9[\]._:-]{1,40}$/
