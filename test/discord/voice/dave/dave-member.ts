import {
  type ClientState,
  createGroup,
  getGroupMembers,
  joinGroup,
  processProposal,
} from 'ts-mls/clientState.js'
import { createCommit } from 'ts-mls/createCommit.js'
import { decodeExternalSender } from 'ts-mls/externalSender.js'
import {
  encodeKeyPackage,
  generateKeyPackage,
  type KeyPackage,
  type PrivateKeyPackage,
} from 'ts-mls/keyPackage.js'
import { mlsExporter } from 'ts-mls/keySchedule.js'
import { decodeMlsMessage, encodeMlsMessage } from 'ts-mls/message.js'
import { unprotectPublicMessage } from 'ts-mls/messageProtectionPublic.js'
import { processPublicMessage } from 'ts-mls/processMessages.js'
import { emptyPskIndex } from 'ts-mls/pskIndex.js'
import type { PublicMessage } from 'ts-mls/publicMessage.js'
import { decodeWelcome, encodeWelcome } from 'ts-mls/welcome.js'
import { CIPHERSUITE, ciphersuite, snowflakeBytes } from './ciphersuite.ts'
import { SenderKeys } from './dave-frame.ts'
import { readVector, splitVector, vector } from './mls-bytes.ts'

const EXPORTER_LABEL = 'Discord Secure Frames v0'
const SENDER_KEY_BYTES = 16
/** DAVE key packages never expire. */
const LIFETIME = { notBefore: 0n, notAfter: 2n ** 64n - 1n }

/** What a member hands over when a batch of proposals made it commit: op 28's payload. */
export type CommitPayload = Uint8Array

/**
 * A full member of a DAVE group on ts-mls: it founds its own group of one, commits the gateway's
 * proposals, follows the commits of others and joins by Welcome. The calls are not re-entrant; the
 * caller awaits each in the order of the gateway's messages.
 */
export class DaveMember {
  readonly #userId: string
  readonly #channelId: string
  #package: { publicPackage: KeyPackage; privatePackage: PrivateKeyPackage } | undefined
  #externalSender: Uint8Array | undefined
  /** The group, or our own group of one that nobody has joined yet. */
  #state: ClientState | undefined
  #established = false
  #pending: { commit: Uint8Array; state: ClientState } | undefined

  constructor(userId: string, channelId: string) {
    this.#userId = userId
    this.#channelId = channelId
  }

  /** True once a commit or a Welcome made us part of a group of several. */
  get established(): boolean {
    return this.#established
  }

  get epoch(): bigint {
    return this.#state?.groupContext.epoch ?? 0n
  }

  /** User ids of everybody in the group. */
  get members(): string[] {
    if (this.#state === undefined) return []
    return getGroupMembers(this.#state).map(({ credential }) => {
      if (credential.credentialType !== 'basic') throw new Error('a member without an identity')
      return Buffer.from(credential.identity).readBigUInt64BE().toString()
    })
  }

  /** Forgets any group and returns a new bare KeyPackage, the payload of op 26. */
  async reset(): Promise<Uint8Array> {
    this.#state = undefined
    this.#pending = undefined
    this.#established = false
    this.#package = await generateKeyPackage(
      { credentialType: 'basic', identity: snowflakeBytes(this.#userId) },
      {
        versions: ['mls10'],
        ciphersuites: [CIPHERSUITE],
        extensions: [],
        proposals: [],
        credentials: ['basic'],
      },
      LIFETIME,
      [],
      await ciphersuite(),
    )
    return encodeKeyPackage(this.#package.publicPackage)
  }

  /** Op 25. */
  setExternalSender(payload: Uint8Array): void {
    this.#externalSender = payload
  }

  /** Op 27, appended proposals: returns what to send as op 28. */
  async propose(payload: Uint8Array): Promise<CommitPayload> {
    if (payload[0] !== 0) throw new Error('revoked proposals are not supported')
    const cs = await ciphersuite()
    let state = this.#state ?? (await this.#found())
    for (const bytes of splitVector(readVector(payload, 1).value, messageLength)) {
      const message = publicMessage(bytes)
      const content = await unprotectPublicMessage(
        state.keySchedule.membershipKey,
        state.groupContext,
        state.ratchetTree,
        message,
        cs,
        // ts-mls reads the external senders extension as one sender, not as a vector of them
        // (RFC 9420 §12.1.8.1), so the key is looked up here and given to it.
        this.#externalSenderKey(),
      )
      if (content.content.contentType !== 'proposal') throw new Error('not a proposal')
      if (content.content.epoch !== state.groupContext.epoch) throw new Error('a stale proposal')
      state = await processProposal(state, content, content.content.proposal, cs.hash)
    }
    this.#state = state
    const result = await createCommit(
      { state, cipherSuite: cs },
      { wireAsPublicMessage: true, ratchetTreeExtension: true },
    )
    const commit = encodeMlsMessage(result.commit)
    this.#pending = { commit, state: result.newState }
    const welcome = result.welcome ? encodeWelcome(result.welcome) : new Uint8Array()
    return Buffer.concat([commit, welcome])
  }

  /** Op 29 without the transition id. */
  async commit(bytes: Uint8Array): Promise<void> {
    if (this.#pending && Buffer.compare(this.#pending.commit, bytes) === 0) {
      this.#state = this.#pending.state
    } else {
      if (!this.#state || !this.#established) throw new Error('a commit for a group we are not in')
      const result = await processPublicMessage(
        this.#state,
        publicMessage(bytes),
        emptyPskIndex,
        await ciphersuite(),
      )
      this.#state = result.newState
    }
    this.#pending = undefined
    this.#established = true
  }

  /** Op 30 without the transition id. */
  async welcome(bytes: Uint8Array): Promise<void> {
    const decoded = decodeWelcome(bytes, 0)
    if (!decoded || !this.#package) throw new Error('an unusable Welcome')
    const { publicPackage, privatePackage } = this.#package
    this.#state = await joinGroup(
      decoded[0],
      publicPackage,
      privatePackage,
      emptyPskIndex,
      await ciphersuite(),
    )
    this.#pending = undefined
    this.#established = true
  }

  /** The keys with which a member encrypts in the present epoch. */
  async senderKeys(userId: string): Promise<SenderKeys> {
    if (!this.#state) throw new Error('no group yet')
    const context = Buffer.alloc(8)
    context.writeBigUInt64LE(BigInt(userId))
    const secret = this.#state.keySchedule.exporterSecret
    const cs = await ciphersuite()
    return new SenderKeys(await mlsExporter(secret, EXPORTER_LABEL, context, SENDER_KEY_BYTES, cs))
  }

  async #found(): Promise<ClientState> {
    if (!this.#package || !this.#externalSender) throw new Error('proposals before op 4 or op 25')
    const state = await createGroup(
      snowflakeBytes(this.#channelId),
      this.#package.publicPackage,
      this.#package.privatePackage,
      [],
      await ciphersuite(),
    )
    // Set afterwards, because ts-mls would check the vector as if it were one sender (see above).
    // No secret of epoch 0 depends on the extensions.
    const senders = vector(this.#externalSender)
    const extensions = [{ extensionType: 'external_senders', extensionData: senders } as const]
    return { ...state, groupContext: { ...state.groupContext, extensions } }
  }

  #externalSenderKey(): Uint8Array {
    const decoded = this.#externalSender && decodeExternalSender(this.#externalSender, 0)
    if (!decoded) throw new Error('proposals before op 25')
    return decoded[0].signaturePublicKey
  }
}

/** Length of the MLSMessage at the start of `bytes`. */
export function messageLength(bytes: Uint8Array): number {
  const decoded = decodeMlsMessage(bytes, 0)
  if (!decoded) throw new Error('not an MLSMessage')
  return decoded[1]
}

/** The PublicMessage that an MLSMessage wraps; throws for any other. */
export function publicMessage(bytes: Uint8Array): PublicMessage {
  const message = decodeMlsMessage(bytes, 0)?.[0]
  if (message?.wireformat !== 'mls_public_message') throw new Error('not an MLS PublicMessage')
  return message.publicMessage
}
