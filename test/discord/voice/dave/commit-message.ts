import { messageLength, publicMessage } from './dave-member.ts'

/** What the gateway reads of an op 28. */
export interface CommitMessage {
  readonly epoch: bigint
  /** Base64 ProposalRefs in the commit's order. */
  readonly references: readonly string[]
  /** The commit alone, an MLSMessage. */
  readonly message: Uint8Array
  /** A bare Welcome; empty if there is none. */
  readonly welcome: Uint8Array
}

/** Null unless it is a PublicMessage with a commit whose proposals are all by reference. */
export function readCommit(bytes: Uint8Array): CommitMessage | null {
  try {
    const length = messageLength(bytes)
    const message = bytes.subarray(0, length)
    const { content } = publicMessage(message)
    if (content.contentType !== 'commit') return null
    const references = content.commit.proposals.map((proposal) => {
      if (proposal.proposalOrRefType !== 'reference') throw new Error('a proposal by value')
      return Buffer.from(proposal.reference).toString('base64')
    })
    return { epoch: content.epoch, references, message, welcome: bytes.subarray(length) }
  } catch {
    return null
  }
}
