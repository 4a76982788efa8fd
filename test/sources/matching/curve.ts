import { SURE } from '../../../src/sources/matching/rank.ts'
import { corpus, figuresAt, takenFor } from './corpus.ts'

/** Prints how precision and recall depend on the threshold, and what goes wrong at the one that's used. */

const percent = (share: number) => `${(share * 100).toFixed(1).padStart(5)} %`
const halves = [
  ['all', corpus],
  ['tuned on', corpus.filter(({ heldOut }) => !heldOut)],
  ['held out', corpus.filter(({ heldOut }) => heldOut)],
] as const

console.log(
  `threshold  ${halves.map(([name, half]) => `${name} (${half.length})`.padEnd(18)).join('')}`,
)
for (let step = 2; step <= 19; step++) {
  const threshold = step / 20
  const cells = halves.map(([, half]) => {
    const { precision, recall } = figuresAt(takenFor(half), threshold)
    return `${percent(precision)} ${percent(recall)}`.padEnd(18)
  })
  console.log(`${threshold.toFixed(2)}${threshold === SURE ? ' *' : '  '}     ${cells.join('')}`)
}

const [wanted = 'tuned'] = process.argv.slice(2)
for (const { query, best, score } of takenFor(corpus)) {
  if (wanted === 'tuned' && query.heldOut) continue
  const possible = query.candidates.some((one) => one.right)
  const isPlayed = score >= SURE
  if (isPlayed ? best.right : !possible || score < 0) continue
  const { artist, title } = query.wanted
  const what = isPlayed ? 'played wrongly' : 'not played'
  console.log(
    `${what} [${query.kind}] ${artist} – ${title}: ${best.artist} – ${best.title} (${score.toFixed(2)}, ${best.right ? 'right' : 'wrong'})`,
  )
}
