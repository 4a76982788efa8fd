import type { ClientKeys } from '../base/client-keys.ts'
import { Fault } from './values.ts'

/** An application's id and secret with a colon between them. A fault shows neither. */
export function parseClientKeys(text: string): ClientKeys | null | Fault {
  if (text === '') return null
  const [, id, secret] = /^([\x21-\x39\x3b-\x7e]{1,200}):([\x21-\x7e]{1,400})$/.exec(text) ?? []
  if (id === undefined || secret === undefined) {
    return new Fault('isn’t an id and a secret with a colon between them, as in id:secret')
  }
  return { id, secret }
}

/** A JSON Web Token as RFC 7515, 7.1 writes it. A fault doesn't show it. */
export function parseWebToken(text: string): string | null | Fault {
  if (text === '') return null
  return /^[\w-]{1,2000}\.[\w-]{1,4000}\.[\w-]{1,2000}$/.test(text)
    ? text
    : new Fault('isn’t a JSON Web Token: three parts of letters and digits with dots between them')
}
