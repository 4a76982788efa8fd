import { makeProposalRef } from 'ts-mls/authenticatedContent.js'
import { encodeExternalSender } from 'ts-mls/externalSender.js'
import { decodeKeyPackage, type KeyPackage, verifyKeyPackage } from 'ts-mls/keyPackage.js'
import { encodeMlsMessage, type MLSMessage } from 'ts-mls/message.js'
import { protectExternalProposalPublic } from 'ts-mls/messageProtectionPublic.js'
import type { Proposal } from 'ts-mls/proposal.js'
import { ciphersuite, snowflakeBytes } from './ciphersuite.ts'

/** A proposal as it goes out, and the reference under which a commit names it. */
export interface SignedProposal {
  readonly message: Uint8Array
  /** Base64 of the ProposalRef (RFC 9420 §5.2). */
  readonly reference: string
}

/** The voice gateway's part in MLS: it proposes who is in a group, and never is in one itself. */
export class ExternalSender {
  readonly #signKey: Uint8Array
  /** The payload of op 25. */
  readonly package: Uint8Array

  private constructor(signKey: Uint8Array, packageBytes: Uint8Array) {
    this.#signKey = signKey
    this.package = packageBytes
  }

  static async create(): Promise<ExternalSender> {
    const { signKey, publicKey } = await (await ciphersuite()).signature.keygen()
    const credential = { credentialType: 'basic', identity: snowflakeBytes('1') } as const
    return new ExternalSender(
      signKey,
      encodeExternalSender({ signaturePublicKey: publicKey, credential }),
    )
  }

  /** A proposal to add a member or to remove a leaf, for the group of a channel in an epoch. */
  async propose(channelId: string, epoch: bigint, proposal: Proposal): Promise<SignedProposal> {
    const cs = await ciphersuite()
    // The signature of an external sender covers no group context (RFC 9420 §6.1), so only the
    // group's id, version and epoch are read from this one.
    const context = {
      version: 'mls10',
      cipherSuite: cs.name,
      groupId: snowflakeBytes(channelId),
      epoch,
      treeHash: new Uint8Array(),
      confirmedTranscriptHash: new Uint8Array(),
      extensions: [],
    } as const
    const { publicMessage } = await protectExternalProposalPublic(
      this.#signKey,
      { ...context, extensions: [] },
      new Uint8Array(),
      proposal,
      { senderType: 'external', senderIndex: 0 },
      cs,
    )
    const message: MLSMessage = {
      version: 'mls10',
      wireformat: 'mls_public_message',
      publicMessage,
    }
    const { content, auth } = publicMessage
    const reference = await makeProposalRef(
      { wireformat: 'mls_public_message', content, auth },
      cs.hash,
    )
    return {
      message: encodeMlsMessage(message),
      reference: Buffer.from(reference).toString('base64'),
    }
  }
}

/** The payload of op 26, checked: well-formed, signed by itself, and of the user who sent it. */
export async function readKeyPackage(
  bytes: Uint8Array,
  userId: string,
): Promise<KeyPackage | null> {
  const decoded = decodeKeyPackage(bytes, 0)
  if (!decoded || decoded[1] !== bytes.length) return null
  const { credential } = decoded[0].leafNode
  if (credential.credentialType !== 'basic') return null
  if (Buffer.compare(credential.identity, snowflakeBytes(userId)) !== 0) return null
  const { signature } = await ciphersuite()
  return (await verifyKeyPackage(decoded[0], signature)) ? decoded[0] : null
}
