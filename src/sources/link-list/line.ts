/** An entry of a list as it's written there. */
export interface Line {
  readonly link: string
  readonly title: string | null
  /** -1 for a stream, or when it isn't said. */
  readonly seconds: number
}
