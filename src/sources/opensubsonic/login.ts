import { createHash, randomBytes } from 'node:crypto'
import type { MediaLogin } from '../../base/media-server.ts'

/** The version of the protocol that is spoken: the last one of Subsonic's, on which OpenSubsonic builds. */
const VERSION = '1.16.1'
const CLIENT = 'segue'

/**
 * Parameters that sign a request: a salted hash of the password, or a key
 * (https://opensubsonic.netlify.app/docs/api-reference/, "Authentication"). They stay the same until the
 * process ends, so that answers can be remembered by their address: servers take a salt any number of times.
 */
export function signed(login: MediaLogin): Readonly<Record<string, string>> {
  const common = { v: VERSION, c: CLIENT }
  if (login.kind === 'key') return { apiKey: login.key, ...common }
  const salt = randomBytes(12).toString('hex')
  // The protocol demands MD5.
  const token = createHash('md5')
    .update(login.password + salt)
    .digest('hex')
  return { u: login.user, t: token, s: salt, ...common }
}

/** With the password itself: servers that only know its hash, or leave it to LDAP, can't check another. */
export function signedPlainly({
  user,
  password,
}: Extract<MediaLogin, { kind: 'password' }>): Readonly<Record<string, string>> {
  const p = `enc:${Buffer.from(password).toString('hex')}`
  return { u: user, p, v: VERSION, c: CLIENT }
}
