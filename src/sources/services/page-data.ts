/** Scripts of a page that are looked at: pages of services have fewer than fifty. */
const MOST_SCRIPTS = 200
/** A start tag that's longer isn't read: looking for its attributes may take as many steps as its square. */
const MOST_TAG_CHARS = 400

/** A script of a page: its start tag's attributes as text, and what's in it. */
interface Script {
  readonly attributes: string
  readonly content: string
}

/**
 * The JSON of the script with that id, as `__NEXT_DATA__`; undefined: there's none that can be read. A
 * script's content is raw text (HTML, 13.1.2 "raw text elements"), so no character reference is replaced.
 */
export function scriptWithId(html: string, id: string): unknown {
  for (const { attributes, content } of scriptsIn(html)) {
    if (attributeOf(attributes, 'id') === id) return parsed(content)
  }
  return undefined
}

/** What a page says of itself as JSON-LD (schema.org), in the order of its scripts. */
export function linkedData(html: string): readonly unknown[] {
  return [...scriptsIn(html)].flatMap(({ attributes, content }) => {
    if (attributeOf(attributes, 'type') !== 'application/ld+json') return []
    const data = parsed(content)
    return Array.isArray(data) ? data : [data]
  })
}

/** Goes through the text once, whatever is in it. */
function* scriptsIn(html: string): Generator<Script> {
  let from = 0
  for (let count = 0; count < MOST_SCRIPTS; count++) {
    const start = html.indexOf('<script', from)
    const open = start === -1 ? -1 : html.indexOf('>', start)
    const end = open === -1 ? -1 : html.indexOf('</script', open)
    if (end === -1) return
    from = end
    if (open - start > MOST_TAG_CHARS) continue
    yield { attributes: html.slice(start + 7, open), content: html.slice(open + 1, end) }
  }
}

/** Attributes may be in quotation marks or not, as Apple's `id=schema:song`. */
function attributeOf(attributes: string, name: string): string | null {
  for (const [, found, ...values] of attributes.matchAll(ATTRIBUTE)) {
    if (found?.toLowerCase() === name) return values.find((value) => value !== undefined) ?? null
  }
  return null
}

const ATTRIBUTE = /([^\s=/"'>]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
