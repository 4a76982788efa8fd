import { beforeAll, expect, test } from 'bun:test'
import davey from '@snazzah/davey'
import { until } from '../../until.ts'
import { VoiceFaults } from '../faults.ts'
import { Op } from '../ops.ts'
import { snowflakeBytes } from './ciphersuite.ts'
import { type DaveClient, DaveGroup } from './dave-group.ts'
import { DaveMember, messageLength, publicMessage } from './dave-member.ts'
import { ExternalSender, readKeyPackage } from './external-sender.ts'
import { readVector, splitVector, vector } from './mls-bytes.ts'

const CHANNEL = '900000000000000002'
const ALICE = '100000000000000002'
const BOB = '100000000000000003'
const CAROL = '100000000000000004'
const DORA = '100000000000000005'

let sender: ExternalSender

beforeAll(async () => {
  sender = await ExternalSender.create()
})

/** A member without a network: it shows what the gateway sends it, and answers when told. */
class Hand implements DaveClient {
  readonly sent: { op: number; payload: Uint8Array }[] = []
  readonly json: { op: number; data: unknown }[] = []
  readonly member: DaveMember
  readonly userId: string

  constructor(userId: string) {
    this.userId = userId
    this.member = new DaveMember(userId, CHANNEL)
    this.member.setExternalSender(sender.package)
  }

  sendJson(op: number, data: unknown): void {
    this.json.push({ op, data })
  }

  sendBinary(op: number, payload: Uint8Array): void {
    this.sent.push({ op, payload })
  }

  /** Waits for a binary message and takes it. */
  async take(op: number): Promise<Uint8Array> {
    await until(() => this.sent.some((message) => message.op === op), `op ${op}`)
    const index = this.sent.findIndex((message) => message.op === op)
    return this.sent.splice(index, 1)[0]?.payload ?? new Uint8Array()
  }

  /** The transition id of an op 29 or 30, and that the member follows it. */
  async follow(op: 29 | 30): Promise<number> {
    const payload = Buffer.from(await this.take(op))
    if (op === Op.welcome) await this.member.welcome(payload.subarray(2))
    else await this.member.commit(payload.subarray(2))
    return payload.readUInt16BE(0)
  }
}

/** A group with these members inside and pending, who have their first proposals. */
async function group(...userIds: string[]) {
  const faults = new VoiceFaults(1)
  const dave = new DaveGroup(CHANNEL, sender, faults)
  const hands = userIds.map((userId) => new Hand(userId))
  for (const hand of hands) {
    dave.enter(hand)
    dave.keyPackage(hand, await hand.member.reset())
  }
  return { dave, faults, hands }
}

/** Everybody inside commits, the first one wins; who joins comes by Welcome. */
async function nextEpoch(dave: DaveGroup, inside: Hand[], joining: Hand[]): Promise<void> {
  for (const hand of inside) {
    dave.commit(hand, await hand.member.propose(await hand.take(Op.proposals)))
  }
  for (const hand of inside) await hand.follow(Op.announceCommit)
  for (const hand of joining) await hand.follow(Op.welcome)
}

/** Alice founded the group, Bob is in it; transitions execute at once. */
async function pair() {
  const { dave, faults, hands } = await group(ALICE, BOB)
  const [alice, bob] = hands as [Hand, Hand]
  faults.transitionIdZero = true
  await bob.take(Op.proposals)
  await nextEpoch(dave, [alice], [bob])
  return { dave, alice, bob }
}

async function joins(dave: DaveGroup, userId: string): Promise<Hand> {
  const hand = new Hand(userId)
  dave.enter(hand)
  dave.keyPackage(hand, await hand.member.reset())
  return hand
}

test('each pending member is asked to add the other, and not itself', async () => {
  const { dave, hands } = await group(ALICE, BOB)
  using _dave = dave
  for (const hand of hands) {
    const { value } = readVector(await hand.take(Op.proposals), 1)
    const [proposal, ...more] = splitVector(value, messageLength).map(publicMessage)
    expect(more).toEqual([])
    const { content } = proposal ?? {}
    if (content?.contentType !== 'proposal' || content.proposal.proposalType !== 'add') {
      throw new Error('not an Add')
    }
    const { credential } = content.proposal.add.keyPackage.leafNode
    const other = hand.userId === ALICE ? BOB : ALICE
    expect(credential).toEqual({ credentialType: 'basic', identity: snowflakeBytes(other) })
  }
})

test('the first commit of an epoch wins, and the second changes nothing', async () => {
  const { dave, hands } = await group(ALICE, BOB)
  using _dave = dave
  const [alice, bob] = hands as [Hand, Hand]
  const hers = await alice.member.propose(await alice.take(Op.proposals))
  const his = await bob.member.propose(await bob.take(Op.proposals))
  dave.commit(bob, his)
  dave.commit(alice, hers)
  const id = await bob.follow(Op.announceCommit)
  expect(await alice.follow(Op.welcome)).toBe(id)
  expect(alice.member.epoch).toBe(1n)
  expect(dave).toMatchObject({ epoch: 1n, members: [BOB, ALICE] })
  expect([...alice.sent, ...bob.sent]).toEqual([])
})

test('op 22 comes when everybody is ready, and not before', async () => {
  const { dave, faults, hands } = await group(ALICE, BOB)
  using _dave = dave
  const [alice, bob] = hands as [Hand, Hand]
  dave.commit(alice, await alice.member.propose(await alice.take(Op.proposals)))
  const id = await alice.follow(Op.announceCommit)
  dave.ready(alice, id)
  dave.ready(alice, id)
  dave.ready(bob, id + 1)
  // Op 22 goes out by a timer, and of two that take as long the one that was begun later ends later.
  await new Promise((resolve) => setTimeout(resolve, faults.executeDelayMs))
  expect(alice.json).toEqual([])
  dave.ready(bob, id)
  await until(() => alice.json.length + bob.json.length === 2, 'op 22')
  expect(bob.json).toEqual([{ op: Op.executeTransition, data: { transition_id: id } }])
})

test('garbage, a commit without its Welcome and a key package of somebody else are dropped', async () => {
  const { dave, hands } = await group(ALICE, BOB)
  using _dave = dave
  const [alice, bob] = hands as [Hand, Hand]
  const commit = await alice.member.propose(await alice.take(Op.proposals))
  dave.commit(alice, Buffer.from('garbage'))
  dave.commit(alice, commit.subarray(0, messageLength(commit)))
  dave.commit(alice, commit.subarray(0, 40))
  const carol = new Hand(CAROL)
  dave.enter(carol)
  dave.keyPackage(carol, await new DaveMember(ALICE, CHANNEL).reset())
  dave.keyPackage(carol, Buffer.from('garbage'))
  dave.commit(alice, commit)
  await alice.follow(Op.announceCommit)
  await bob.follow(Op.welcome)
  expect(dave.members).toEqual([ALICE, BOB])
})

test('a commit of a former epoch is dropped', async () => {
  const { dave, faults, hands } = await group(ALICE, BOB)
  using _dave = dave
  faults.transitionIdZero = true
  const [alice, bob] = hands as [Hand, Hand]
  const stale = await bob.member.propose(await bob.take(Op.proposals))
  await nextEpoch(dave, [alice], [bob])
  const carol = await joins(dave, CAROL)
  dave.commit(bob, stale)
  await nextEpoch(dave, [bob, alice], [carol])
  expect(dave).toMatchObject({ epoch: 2n, members: [ALICE, BOB, CAROL] })
  expect(carol.member.members).toEqual([ALICE, BOB, CAROL])
})

test('a leaf that was left is the next to be taken', async () => {
  const { dave, alice, bob } = await pair()
  using _dave = dave
  const carol = await joins(dave, CAROL)
  await nextEpoch(dave, [alice, bob], [carol])
  dave.leave(alice)
  await nextEpoch(dave, [carol, bob], [])
  expect(dave).toMatchObject({ epoch: 3n, members: [BOB, CAROL] })
  const dora = await joins(dave, DORA)
  await nextEpoch(dave, [bob, carol], [dora])
  expect(dave.members).toEqual([DORA, BOB, CAROL])
  expect(dora.member.members).toEqual([DORA, BOB, CAROL])
  expect(bob.member.members).toEqual([DORA, BOB, CAROL])
})

test('who comes and goes before its commit is removed in the next epoch', async () => {
  const { dave, alice, bob } = await pair()
  using _dave = dave
  const carol = await joins(dave, CAROL)
  const hers = await alice.member.propose(await alice.take(Op.proposals))
  await bob.member.propose(await bob.take(Op.proposals))
  dave.leave(carol)
  dave.commit(alice, hers)
  for (const hand of [alice, bob]) await hand.follow(Op.announceCommit)
  await nextEpoch(dave, [bob, alice], [])
  expect(dave).toMatchObject({ epoch: 3n, members: [ALICE, BOB] })
  expect(carol.sent).toEqual([])
})

test('who remains alone is told to start over, under transition id 0', async () => {
  const { dave, alice, bob } = await pair()
  using _dave = dave
  dave.leave(alice)
  await until(() => bob.json.length === 2, 'ops 24 and 21')
  expect(bob.json).toEqual([
    { op: Op.prepareEpoch, data: { protocol_version: 1, epoch: 1 } },
    { op: Op.prepareTransition, data: { transition_id: 0, protocol_version: 1 } },
  ])
  expect(dave).toMatchObject({ epoch: 0n, members: [] })
})

test('proposals that another sender signed are refused, by davey and by our member', async () => {
  const stranger = await ExternalSender.create()
  const theirs = new davey.DAVESession(1, ALICE, CHANNEL)
  theirs.setExternalSender(Buffer.from(sender.package))
  const ours = new Hand(ALICE).member
  await ours.reset()
  const keyPackage = await readKeyPackage(await new DaveMember(BOB, CHANNEL).reset(), BOB)
  if (!keyPackage) throw new Error('the key package was refused')
  const forged = await stranger.propose(CHANNEL, 0n, { proposalType: 'add', add: { keyPackage } })
  const proposals = vector(forged.message)
  expect(() => theirs.processProposals(0, proposals, [BOB])).toThrow()
  await expect(ours.propose(Buffer.concat([Uint8Array.of(0), proposals]))).rejects.toThrow(
    'Signature invalid',
  )
})
