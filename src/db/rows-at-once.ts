/** The most in one statement: building its text must not block the event loop for long. */
const ROWS_AT_ONCE = 500
const CHARACTERS_AT_ONCE = 256 * 1024

/** Gathers rows, each as JSON, into JSON arrays for one statement each. An array is built when it's asked for. */
export function* rowsAtOnce(rows: Iterable<string>): Generator<string> {
  let chunk: string[] = []
  let characters = 0
  for (const row of rows) {
    chunk.push(row)
    characters += row.length
    if (chunk.length < ROWS_AT_ONCE && characters < CHARACTERS_AT_ONCE) continue
    yield `[${chunk.join(',')}]`
    chunk = []
    characters = 0
  }
  if (chunk.length > 0) yield `[${chunk.join(',')}]`
}
