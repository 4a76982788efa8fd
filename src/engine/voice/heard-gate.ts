import type { OwnVoiceState } from '../../domain/voice.ts'
import type { VoiceGate } from './voice-link.ts'

/**
 * What one server's link lets through: what its session does, unless Discord drops what the bot sends
 * there. Then the track waits.
 */
export class HeardGate {
  readonly #changed: (gate: VoiceGate) => void
  #carried: VoiceGate = 'voice'
  #unheard: 'muted' | 'suppressed' | null = null
  #gate: VoiceGate = 'voice'

  constructor(changed: (gate: VoiceGate) => void) {
    this.#changed = changed
  }

  get gate(): VoiceGate {
    return this.#gate
  }

  /** Whether Discord drops all sound of the bot. */
  get isUnheard(): boolean {
    return this.#unheard !== null
  }

  /** What the session lets through now; false: it did so before. */
  carries(gate: VoiceGate): boolean {
    if (gate === this.#carried) return false
    this.#carried = gate
    this.#publish()
    return true
  }

  /** The bot's own voice state changed. */
  judge({ mute, suppress }: OwnVoiceState): void {
    this.#unheard = mute ? 'muted' : suppress ? 'suppressed' : null
    this.#publish()
  }

  #publish(): void {
    const gate = (this.#carried === 'open' ? this.#unheard : null) ?? this.#carried
    if (gate === this.#gate) return
    this.#gate = gate
    this.#changed(gate)
  }
}
