import { expect, test } from 'bun:test'
import davey from '@snazzah/davey'
import { deriveTreeSecret } from 'ts-mls/crypto/kdf.js'
import { ciphersuite } from './ciphersuite.ts'
import { decryptFrame, FrameEncryptor, isDaveFrame, SenderKeys } from './dave-frame.ts'
import { DaveMember, messageLength } from './dave-member.ts'
import { ExternalSender, readKeyPackage } from './external-sender.ts'
import { vector } from './mls-bytes.ts'

const CHANNEL = '900000000000000002'
const DAVEY = '100000000000000001'
const OURS = '100000000000000002'
const FRAME = Buffer.from('an opus frame, as far as encryption is concerned')
const AUDIO = 0

/** davey and our member in one group, founded by davey or by us. */
async function pair(founder: 'davey' | 'ours') {
  const sender = await ExternalSender.create()
  const theirs = new davey.DAVESession(1, DAVEY, CHANNEL)
  const ours = new DaveMember(OURS, CHANNEL)
  theirs.setExternalSender(Buffer.from(sender.package))
  const ourPackage = await readKeyPackage(await ours.reset(), OURS)
  const theirPackage = await readKeyPackage(theirs.getSerializedKeyPackage(), DAVEY)
  if (!ourPackage || !theirPackage) throw new Error('a key package was refused')
  ours.setExternalSender(sender.package)
  const addUs = await sender.propose(CHANNEL, 0n, {
    proposalType: 'add',
    add: { keyPackage: ourPackage },
  })
  const addThem = await sender.propose(CHANNEL, 0n, {
    proposalType: 'add',
    add: { keyPackage: theirPackage },
  })
  const theirCommit = theirs.processProposals(0, vector(addUs.message), [OURS])
  const ourCommit = await ours.propose(Buffer.concat([Uint8Array.of(0), vector(addThem.message)]))
  if (founder === 'davey') {
    theirs.processCommit(theirCommit.commit ?? Buffer.alloc(0))
    await ours.welcome(theirCommit.welcome ?? Buffer.alloc(0))
  } else {
    const length = messageLength(ourCommit)
    await ours.commit(ourCommit.subarray(0, length))
    theirs.processWelcome(Buffer.from(ourCommit.subarray(length)))
  }
  return { theirs, ours }
}

for (const founder of ['davey', 'ours'] as const) {
  test(`frames go both ways between davey and our own encryption, group founded by ${founder}`, async () => {
    const { theirs, ours } = await pair(founder)
    expect(ours.members.toSorted()).toEqual([DAVEY, OURS])
    expect(ours.epoch).toBe(1n)
    const encrypted = theirs.encryptOpus(FRAME)
    expect(isDaveFrame(encrypted)).toBe(true)
    expect(decryptFrame(encrypted, await ours.senderKeys(DAVEY))).toEqual(FRAME)
    const mine = new FrameEncryptor(await ours.senderKeys(OURS)).encrypt(FRAME)
    expect(theirs.decrypt(OURS, AUDIO, mine)).toEqual(FRAME)
  })
}

test("the ratchet's later generations are those that RFC 9420 derives", async () => {
  // davey takes no later generation before hours have passed, so ts-mls is the peer here.
  const { kdf } = await ciphersuite()
  const base = Buffer.alloc(32, 7)
  const ours = new SenderKeys(base)
  let secret: Uint8Array = base
  for (let generation = 0; generation < 256; generation++) {
    const key = await deriveTreeSecret(secret, 'key', generation, 16, kdf)
    expect(ours.key(generation)).toEqual(Buffer.from(key))
    secret = await deriveTreeSecret(secret, 'secret', generation, 32, kdf)
  }
})

test('a frame of a later generation opens with its own key', () => {
  const base = Buffer.alloc(16, 7)
  const encryptor = new FrameEncryptor(new SenderKeys(base), 3 * 2 ** 24)
  expect(decryptFrame(encryptor.encrypt(FRAME), new SenderKeys(base))).toEqual(FRAME)
})

test('a changed byte anywhere makes a frame unreadable', async () => {
  const { theirs, ours } = await pair('davey')
  const keys = await ours.senderKeys(DAVEY)
  const encrypted = theirs.encryptOpus(FRAME)
  for (const index of encrypted.keys()) {
    const changed = Buffer.from(encrypted)
    changed[index] = (changed[index] ?? 0) ^ 1
    expect(decryptFrame(changed, keys)).toBeNull()
  }
})

test("another member's keys do not open a frame", async () => {
  const { theirs, ours } = await pair('davey')
  expect(decryptFrame(theirs.encryptOpus(FRAME), await ours.senderKeys(OURS))).toBeNull()
})
