import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
// Deep paths: the index of ts-mls loads an optional provider whose packages are not installed.
import { type CiphersuiteImpl, getCiphersuiteFromName } from 'ts-mls/crypto/ciphersuite.js'
import { makeHashImpl } from 'ts-mls/crypto/implementation/default/makeHashImpl.js'
import { makeHpke } from 'ts-mls/crypto/implementation/default/makeHpke.js'
import { makeKdf, makeKdfImpl } from 'ts-mls/crypto/implementation/default/makeKdfImpl.js'
import { defaultRng } from 'ts-mls/crypto/implementation/default/rng.js'
import type { Signature } from 'ts-mls/crypto/signature.js'

/** Ciphersuite 2 of RFC 9420, the only one of DAVE protocol version 1. */
export const CIPHERSUITE = 'MLS_128_DHKEMP256_AES128GCM_SHA256_P256'

let implementation: Promise<CiphersuiteImpl> | undefined

/** The ciphersuite for ts-mls, with ECDSA from node:crypto instead of an optional package. */
export function ciphersuite(): Promise<CiphersuiteImpl> {
  implementation ??= load()
  return implementation
}

/** A decimal snowflake as the eight bytes that MLS credentials and group ids carry. */
export function snowflakeBytes(id: string): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(id))
  return bytes
}

async function load(): Promise<CiphersuiteImpl> {
  const { hash, hpke, name } = getCiphersuiteFromName(CIPHERSUITE)
  return {
    hash: makeHashImpl(crypto.subtle, hash),
    hpke: await makeHpke(hpke),
    kdf: makeKdfImpl(makeKdf(hpke.kdf)),
    signature: ecdsaP256,
    rng: defaultRng,
    name,
  }
}

const POINT_BYTES = 65
/** SubjectPublicKeyInfo of an uncompressed P-256 point, up to the point (RFC 5480 §2). */
const SPKI_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')

/** ECDSA over P-256 and SHA-256 with DER signatures and uncompressed points (RFC 9420 §5.1.1–2). */
const ecdsaP256: Signature = {
  async sign(signKey, message) {
    const key = createPrivateKey({ key: Buffer.from(signKey), format: 'der', type: 'pkcs8' })
    return sign('sha256', message, key)
  },
  async verify(publicKey, message, signature) {
    if (publicKey.length !== POINT_BYTES) return false
    const der = Buffer.concat([SPKI_PREFIX, publicKey])
    return verify(
      'sha256',
      message,
      createPublicKey({ key: der, format: 'der', type: 'spki' }),
      signature,
    )
  },
  async keygen() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    return {
      signKey: privateKey.export({ format: 'der', type: 'pkcs8' }),
      publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length),
    }
  },
}
