import type { Proposal } from 'ts-mls/proposal.js'
import type { VoiceFaults } from '../faults.ts'
import { Op } from '../ops.ts'
import { type CommitMessage, readCommit } from './commit-message.ts'
import { type ExternalSender, readKeyPackage, type SignedProposal } from './external-sender.ts'
import { KeyTransition } from './key-transition.ts'
import { vector } from './mls-bytes.ts'
import { Roster } from './roster.ts'

/** What the group needs of a member's session. */
export interface DaveClient {
  readonly userId: string
  sendJson(op: number, data: unknown): void
  sendBinary(op: number, payload: Uint8Array): void
}

/** One batch of proposals that waits for its commit. */
interface Batch {
  /** Who may commit, with the references that their commit must hold. */
  readonly committers: Map<DaveClient, Set<string>>
  readonly changes: Map<string, { add: DaveClient } | { remove: number }>
  readonly timer: Timer
}

const PROTOCOL_VERSION = 1
const APPEND = 0
/** A group whose members don't commit in this time is founded anew. */
const COMMIT_DEADLINE_MS = 8_000
const WITHHELD_POLL_MS = 20

/**
 * The gateway's side of one channel's DAVE group: it proposes members in and out, lets the first
 * valid commit of the epoch win, hands out the Welcome and moves everybody to the new keys. One batch
 * and one transition are under way at a time.
 */
export class DaveGroup implements Disposable {
  readonly #channelId: string
  readonly #sender: ExternalSender
  readonly #faults: VoiceFaults
  readonly #clients = new Set<DaveClient>()
  readonly #roster = new Roster<DaveClient>()
  #epoch = 0n
  #transitionId = 0
  #batch: Batch | null = null
  #transition: KeyTransition<DaveClient> | null = null
  #disposed = false
  /** Signing is asynchronous: work queues here, so that messages keep their order. */
  #work: Promise<void> = Promise.resolve()

  constructor(channelId: string, sender: ExternalSender, faults: VoiceFaults) {
    this.#channelId = channelId
    this.#sender = sender
    this.#faults = faults
  }

  get epoch(): bigint {
    return this.#epoch
  }

  /** User ids of the group, by leaf. */
  get members(): string[] {
    return this.#roster.members.map(({ userId }) => userId)
  }

  enter(client: DaveClient): void {
    this.#clients.add(client)
  }

  leave(client: DaveClient): void {
    if (!this.#clients.delete(client)) return
    this.#enqueue(() => {
      this.#roster.pending.delete(client)
      this.#roster.retire(client)
      this.#batch?.committers.delete(client)
      if (this.#batch?.committers.size === 0) this.#abandonBatch()
      this.#transition?.settle(client)
    })
  }

  /** Op 26. One from a member of the group means that it lost its state and wants back in. */
  keyPackage(client: DaveClient, bytes: Uint8Array): void {
    this.#enqueue(async () => {
      const keyPackage = await readKeyPackage(bytes, client.userId)
      if (!keyPackage || !this.#clients.has(client)) return
      this.#roster.retire(client)
      this.#batch?.committers.delete(client)
      this.#transition?.settle(client)
      this.#roster.pending.set(client, keyPackage)
    })
  }

  /** Op 28. */
  commit(client: DaveClient, bytes: Uint8Array): void {
    this.#enqueue(async () => {
      // The commit came in time: what is withheld must not count as a commit that never came.
      if (this.#faults.withholdGroup && this.#batch) clearTimeout(this.#batch.timer)
      if (this.#faults.withholdGroup) this.#faults.withheld++
      while (this.#faults.withholdGroup && !this.#disposed) await Bun.sleep(WITHHELD_POLL_MS)
      this.#judge(client, bytes)
    })
  }

  /** Op 23. */
  ready(client: DaveClient, transitionId: number): void {
    if (this.#transition?.id === transitionId) this.#transition.settle(client)
  }

  /** Has everybody found the group anew: op 24 with epoch 1. */
  reset(): void {
    this.#enqueue(() => this.#startOver())
  }

  [Symbol.dispose](): void {
    this.#disposed = true
    if (this.#batch) clearTimeout(this.#batch.timer)
    this.#transition?.[Symbol.dispose]()
  }

  #enqueue(task: () => void | Promise<void>): void {
    this.#work = this.#work
      .then(task)
      .then(() => this.#pump())
      .catch((error: unknown) => {
        if (!this.#disposed) console.error('DAVE group:', error)
      })
  }

  /** Starts the next change if none is under way. */
  async #pump(): Promise<void> {
    if (this.#batch || this.#transition || this.#disposed) return
    const { pending, settled } = this.#roster
    if (this.#epoch === 0n) {
      if (pending.size > 1) await this.#proposeFounding()
      return
    }
    if (!this.#roster.changing) return
    const [sole] = settled
    if (!sole) {
      this.#forget()
      await this.#pump()
    } else if (settled.length === 1 && pending.size === 0) {
      this.#forget()
      this.#sendEpochReset(sole)
      sole.sendJson(Op.prepareTransition, { transition_id: 0, protocol_version: PROTOCOL_VERSION })
    } else {
      await this.#proposeChange(settled)
    }
  }

  /** Nobody has a group yet: each is asked to add all the others to its own. */
  async #proposeFounding(): Promise<void> {
    const adds = await this.#signAdds(0n)
    const committers = new Map<DaveClient, Set<string>>()
    for (const client of this.#roster.pending.keys()) {
      const others = adds.filter(({ add }) => add !== client)
      committers.set(client, new Set(others.map(({ reference }) => reference)))
    }
    await this.#open(committers, adds, 0n)
  }

  async #proposeChange(inside: DaveClient[]): Promise<void> {
    const removes = await Promise.all(
      [...this.#roster.stale].map(async (leaf) => {
        const proposal: Proposal = { proposalType: 'remove', remove: { removed: leaf } }
        return { ...(await this.#sign(this.#epoch, proposal)), remove: leaf }
      }),
    )
    const changes = [...removes, ...(await this.#signAdds(this.#epoch))]
    const references = new Set(changes.map(({ reference }) => reference))
    await this.#open(new Map(inside.map((client) => [client, references])), changes, this.#epoch)
  }

  #signAdds(epoch: bigint): Promise<(SignedProposal & { add: DaveClient })[]> {
    return Promise.all(
      [...this.#roster.pending].map(async ([client, keyPackage]) => {
        const proposal: Proposal = { proposalType: 'add', add: { keyPackage } }
        return { ...(await this.#sign(epoch, proposal)), add: client }
      }),
    )
  }

  #sign(epoch: bigint, proposal: Proposal): Promise<SignedProposal> {
    return this.#sender.propose(this.#channelId, epoch, proposal)
  }

  async #open(
    committers: Batch['committers'],
    proposals: (SignedProposal & ({ add: DaveClient } | { remove: number }))[],
    epoch: bigint,
  ): Promise<void> {
    if (this.#faults.staleProposals) await this.#sendStale(committers, epoch)
    const timer = setTimeout(() => this.reset(), COMMIT_DEADLINE_MS)
    this.#batch = {
      committers,
      changes: new Map(proposals.map((proposal) => [proposal.reference, proposal])),
      timer,
    }
    for (const [client, references] of committers) {
      const own = proposals.filter(({ reference }) => references.has(reference))
      const messages = vector(Buffer.concat(own.map(({ message }) => message)))
      client.sendBinary(Op.proposals, Buffer.concat([Uint8Array.of(APPEND), messages]))
    }
  }

  async #sendStale(committers: Batch['committers'], epoch: bigint): Promise<void> {
    const proposal: Proposal = { proposalType: 'remove', remove: { removed: 0 } }
    const { message } = await this.#sign(epoch + 7n, proposal)
    const payload = Buffer.concat([Uint8Array.of(APPEND), vector(message)])
    for (const client of committers.keys()) client.sendBinary(Op.proposals, payload)
  }

  /** Takes a commit if it is the first valid one of the epoch; drops it silently otherwise. */
  #judge(client: DaveClient, bytes: Uint8Array): void {
    const expected = this.#batch?.committers.get(client)
    if (!this.#batch || !expected || this.#faults.losingCommitters.has(client.userId)) return
    const commit = readCommit(bytes)
    if (commit === null || commit.epoch !== this.#epoch) return
    if (!sameSet(commit.references, expected)) return
    const changes = commit.references.flatMap((reference) => {
      const change = this.#batch?.changes.get(reference)
      return change ? [change] : []
    })
    const added = changes.flatMap((change) => ('add' in change ? [change.add] : []))
    if (added.length > 0 && commit.welcome.length === 0) return
    const removed = changes.flatMap((change) => ('remove' in change ? [change.remove] : []))
    clearTimeout(this.#batch.timer)
    this.#batch = null
    this.#apply(client, added, removed)
    this.#announce(added, commit)
  }

  #apply(committer: DaveClient, added: DaveClient[], removed: number[]): void {
    if (this.#epoch === 0n) this.#roster.found(committer)
    this.#roster.apply(added, removed)
    for (const client of added) if (!this.#clients.has(client)) this.#roster.retire(client)
    this.#epoch++
  }

  #announce(added: DaveClient[], { message, welcome }: CommitMessage): void {
    const id = this.#faults.transitionIdZero ? 0 : this.#nextTransitionId()
    const prefix = Buffer.alloc(2)
    prefix.writeUInt16BE(id)
    const members = new Set(this.#roster.members)
    for (const client of members) {
      if (!this.#clients.has(client)) continue
      if (added.includes(client)) client.sendBinary(Op.welcome, Buffer.concat([prefix, welcome]))
      else client.sendBinary(Op.announceCommit, Buffer.concat([prefix, message]))
    }
    if (id === 0) return
    const delayMs = () => this.#faults.executeDelayMs
    const transition = new KeyTransition(id, members, () => this.#execute(id), delayMs)
    this.#transition = transition
    for (const client of members) if (!this.#clients.has(client)) transition.settle(client)
  }

  #execute(id: number): void {
    if (this.#transition?.id !== id) return
    for (const client of this.#transition.members) {
      if (this.#clients.has(client)) client.sendJson(Op.executeTransition, { transition_id: id })
    }
    this.#transition = null
    this.#enqueue(() => undefined)
  }

  #abandonBatch(): void {
    if (this.#batch) clearTimeout(this.#batch.timer)
    this.#batch = null
  }

  #startOver(): void {
    this.#forget()
    this.#roster.pending.clear()
    for (const client of this.#clients) this.#sendEpochReset(client)
  }

  #forget(): void {
    this.#abandonBatch()
    this.#transition?.[Symbol.dispose]()
    this.#transition = null
    this.#roster.clear()
    this.#epoch = 0n
  }

  #sendEpochReset(client: DaveClient): void {
    client.sendJson(Op.prepareEpoch, { protocol_version: PROTOCOL_VERSION, epoch: 1 })
  }

  /** Never 0, which has a meaning of its own. */
  #nextTransitionId(): number {
    this.#transitionId = (this.#transitionId % 0xffff) + 1
    return this.#transitionId
  }
}

function sameSet(items: readonly string[], set: Set<string>): boolean {
  return items.length === set.size && items.every((item) => set.has(item))
}
