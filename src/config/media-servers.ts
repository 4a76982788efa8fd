import { MEDIA_SERVER_NAME, type MediaLogin, type MediaServer } from '../base/media-server.ts'
import { Fault } from './values.ts'

/** Each is asked at each search. */
const MOST = 20
/** Between two URLs; a comma inside of one may belong to a password. */
const BETWEEN = /[\s,]+(?=https?:\/\/)/i

/** Of a kind of server: what a fault shows as right, and whether its API keys are taken. */
export interface MediaServerKind {
  readonly example: string
  readonly keys: boolean
}

/** URLs with who signs in, separated by spaces or lines. A fault never shows more of one than its host. */
export function parseMediaServers(
  value: string,
  kind: MediaServerKind,
): readonly MediaServer[] | Fault {
  const texts = value
    .split(BETWEEN)
    .map((text) => text.replace(/[\s,]+$/, ''))
    .filter((text) => text !== '')
  if (texts.length > MOST) {
    return new Fault(`names ${texts.length} servers: name at most ${MOST}`)
  }
  const servers: MediaServer[] = []
  for (const [index, text] of texts.entries()) {
    const server = serverOf(text, kind)
    if (typeof server === 'string') {
      const which = texts.length === 1 ? '' : ` (entry ${index + 1} of ${texts.length})`
      return new Fault(`${server}${which}`)
    }
    if (servers.some(({ name }) => name === server.name)) {
      return new Fault(
        `has two servers of the name “${server.name}”: give each a name of its own as in ${kind.example}/?name=attic`,
      )
    }
    servers.push(server)
  }
  return servers
}

/** A text tells what's wrong and what to do. */
function serverOf(text: string, { example, keys }: MediaServerKind): MediaServer | string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return `isn’t the URL of a server: use one like ${example}`
  }
  const known = keys ? ['name', 'apiKey'] : ['name']
  const odd = [...url.searchParams.keys()].find((key) => !known.includes(key))
  if (odd !== undefined || url.hash !== '') {
    return `has more behind “${url.host}” than is known there: use a URL like ${example}`
  }
  const name = (url.searchParams.get('name') ?? url.host).toLowerCase()
  if (!MEDIA_SERVER_NAME.test(name)) {
    return `has no short name for “${url.host}”: give it one of 1 to 40 letters, digits, dots and dashes, as in ${example}/?name=attic`
  }
  const login = loginOf(url)
  if (login === 'undecodable') {
    return 'has a “%” that isn’t followed by two hexadecimal digits: write %25 for each “%” in the password'
  }
  if (login === null) {
    const orKey = keys ? `, or the server’s API key, as in http://nas:4533/?apiKey=KEY` : ''
    return `doesn’t say who signs in at “${url.host}”: write a user and the password into it, as in ${example}${orKey}`
  }
  return { name, url: `${url.origin}${url.pathname.replace(/\/+$/, '')}`, login }
}

function loginOf(url: URL): MediaLogin | 'undecodable' | null {
  const key = url.searchParams.get('apiKey') ?? ''
  if (key !== '') return url.username === '' ? { kind: 'key', key } : null
  if (url.username === '' || url.password === '') return null
  try {
    const [user = '', password = ''] = [url.username, url.password].map(decodeURIComponent)
    return { kind: 'password', user, password }
  } catch {
    return 'undecodable'
  }
}
