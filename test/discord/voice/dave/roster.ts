import type { KeyPackage } from 'ts-mls/keyPackage.js'

/**
 * Who is in an MLS group, by leaf, and who is to come and go. The gateway is no member and sees no
 * tree; it follows the leaves, because a Remove names one (RFC 9420 §7.7, §7.8, §12.1.3).
 */
export class Roster<Member> {
  /** Present members with a key package that nobody has added yet. */
  readonly pending = new Map<Member, KeyPackage>()
  /** Leaves to be removed: their members are gone, or are to be added anew. */
  readonly stale = new Set<number>()
  #leaves: (Member | undefined)[] = []

  /** By leaf. */
  get members(): Member[] {
    return this.#leaves.filter((member) => member !== undefined)
  }

  /** Members that are not about to be removed. */
  get settled(): Member[] {
    return this.#leaves.filter(
      (member, leaf): member is Member => member !== undefined && !this.stale.has(leaf),
    )
  }

  /** Whether a commit has anything to do. */
  get changing(): boolean {
    return this.pending.size > 0 || this.stale.size > 0
  }

  /** The member's leaf, if it has one, is to be removed. */
  retire(member: Member): void {
    const leaf = this.#leaves.indexOf(member)
    if (leaf >= 0) this.stale.add(leaf)
  }

  /** The member's own group of one becomes everybody's. */
  found(founder: Member): void {
    this.#leaves = [founder]
    this.pending.delete(founder)
  }

  /** Removes blank their leaves first, then each add takes the leftmost blank one. */
  apply(added: readonly Member[], removed: readonly number[]): void {
    for (const leaf of removed) {
      this.#leaves[leaf] = undefined
      this.stale.delete(leaf)
    }
    for (const member of added) {
      const blank = this.#leaves.indexOf(undefined)
      this.#leaves[blank >= 0 ? blank : this.#leaves.length] = member
      this.pending.delete(member)
    }
  }

  /** There is no group any more; who waits still does. */
  clear(): void {
    this.#leaves = []
    this.stale.clear()
  }
}
