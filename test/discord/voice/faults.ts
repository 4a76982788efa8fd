import { ENCRYPTION_MODES, type EncryptionMode } from './transport.ts'

/**
 * Switches of a voice server, free to be changed while it runs. Each is read at the moment it
 * matters, so a change concerns what happens from then on.
 */
export class VoiceFaults {
  /** DAVE version that new sessions get; 0 is transport encryption only. */
  daveProtocolVersion: 0 | 1
  /** Modes that Ready offers. */
  modes: readonly EncryptionMode[] = ENCRYPTION_MODES
  /** Closes every Identify with this code. */
  identifyCloseCode: number | null = null
  /** Closes every Resume with this code; 4006 is what Discord says to an unknown session. */
  resumeCloseCode: number | null = null
  /** This many IP discovery requests get no answer; counts down. */
  unansweredDiscoveries = 0
  /** Delay of op 4 after SelectProtocol, ms; Infinity never sends it. */
  sessionDescriptionDelayMs = 0
  /** Share of packets lost on the way to the server, 0–1. */
  lossToServer = 0
  /** Share of packets lost on the way from the server to a listener, 0–1. */
  lossToListener = 0
  /** Share of packets that reach the server after the one that follows them, 0–1. */
  reorderToServer = 0
  /** Where loss and reorder get their chance from; a test passes its own. */
  random: () => number = Math.random
  /** Sequence number of a new session's first numbered gateway message; 65530 is near the wrap. */
  firstSequence = 1
  /** Sends op 25 before op 4 (and not again). */
  externalSenderEarly = false
  /** Sends, before each batch of proposals, the same ones for an epoch that never was. */
  staleProposals = false
  /** Users whose commits lose every race. */
  readonly losingCommitters = new Set<string>()
  /** While true, commits are taken but neither op 29 nor op 30 goes out: nobody gets ready. */
  withholdGroup = false
  /** Commits that were withheld so far. */
  withheld = 0
  /** Announces new epochs under transition id 0, which executes at once. */
  transitionIdZero = false
  /** Delay of op 22 after everybody is ready, ms. */
  executeDelayMs = 0

  constructor(daveProtocolVersion: 0 | 1) {
    this.daveProtocolVersion = daveProtocolVersion
  }

  /** Draws for one packet; a share of 0 draws nothing. */
  strikes(share: number): boolean {
    return share > 0 && this.random() < share
  }
}
