/** The host's application at a service, which gave it both; they are secrets. */
export interface ClientKeys {
  readonly id: string
  readonly secret: string
}
