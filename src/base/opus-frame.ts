/** How sound travels to Discord: Opus frames of 20 ms, whose RTP clock counts 48,000 a second (RFC 7587). */
export const SAMPLE_RATE_HZ = 48_000
export const FRAME_MS = 20
export const SAMPLES_PER_FRAME = (SAMPLE_RATE_HZ * FRAME_MS) / 1000
