import { DEFAULTS, type Environment, SECRETS } from './variables.ts'

/** A variable that is none of ours, and the one of ours that may be meant. */
export interface Stranger {
  readonly name: string
  readonly meant: string
}

/** Shorter names are a letter from too much. */
const LEAST_LETTERS = 7
/** Names of a program's own in the environment of others: docker-compose.yml's, and none of ours. */
const OTHERS = new Set(['POSTGRES_PASSWORD', 'APP_PORT'])

/** Variables that look like ours and are not: one letter more, less or other, or underscores elsewhere. */
export function strangersIn(environment: Environment): readonly Stranger[] {
  const known = [...Object.keys(DEFAULTS), ...SECRETS.map((name) => `${name}_FILE`)]
  const strangers: Stranger[] = []
  for (const name of Object.keys(environment)) {
    if (known.includes(name) || OTHERS.has(name) || !environment[name]) continue
    const plain = lettersOf(name)
    if (plain.length < LEAST_LETTERS) continue
    const meant = known.find((ours) => isNear(plain, lettersOf(ours)))
    if (meant !== undefined) strangers.push({ name, meant })
  }
  return strangers
}

/** As people write it: SEGUE_MUSIC_DIR, Music-Dir and MUSICDIR are the same letters. */
function lettersOf(name: string): string {
  return name
    .toUpperCase()
    .replace(/^SEGUE_/, '')
    .replace(/[^A-Z0-9]/g, '')
}

/** Whether one is the other with at most one letter more, less or other. */
function isNear(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  const rest = short.length === long.length ? at + 1 : at
  return short.slice(rest) === long.slice(at + 1)
}
