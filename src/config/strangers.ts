import { DEFAULTS, type Environment, SECRETS } from './variables.ts'

/** A variable that isn't ours, and the one of ours that may be meant. */
export interface Stranger {
  readonly name: string
  readonly meant: string
}

/** Shorter names are too easily a letter away from one of ours. */
const LEAST_LETTERS = 7
/** Variables that docker-compose.yml and other programs use. */
const OTHERS = new Set(['POSTGRES_PASSWORD', 'APP_PORT'])

/** Variables that look like ours and aren't: a letter or the underscores differ. */
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

/** The letters alone: SEGUE_MUSIC_DIR, Music-Dir and MUSICDIR have the same ones. */
function lettersOf(name: string): string {
  return name
    .toUpperCase()
    .replace(/^SEGUE_/, '')
    .replace(/[^A-Z0-9]/g, '')
}

/** Whether the two differ by at most one letter that is added, missing or changed. */
function isNear(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  const rest = short.length === long.length ? at + 1 : at
  return short.slice(rest) === long.slice(at + 1)
}
