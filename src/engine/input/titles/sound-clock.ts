/** Tells how long the sound is whose bytes have passed. */
export interface SoundClock {
  /** Milliseconds of sound that began in the bytes so far. */
  readonly ms: number
  pass(chunk: Uint8Array): void
}
