type Json = Readonly<Record<string, unknown>>

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
@media (prefers-color-scheme: dark) { body { background: #16181d; color: #e6e6e6 } }
code, pre { font: 14px/1.4 ui-monospace, monospace }
pre { padding: .75rem; overflow: auto; background: #8881 }
summary { cursor: pointer; padding: .4rem 0 }
details { border-top: 1px solid #8884 }
b { display: inline-block; min-width: 4.5rem }
`

/**
 * The document as a page to read: no script and nothing from elsewhere, so that it works without a
 * network and under the strictest policy.
 */
export function openApiPage(document: Json): string {
  const { title, version, description } = fieldsOf(document.info)
  const { url } = fieldsOf((document.servers as Json[])[0])
  const { schemas, responses } = fieldsOf(document.components)
  const referred = (answer: Json): Json =>
    typeof answer.$ref === 'string'
      ? fieldsOf(fieldsOf(responses)[answer.$ref.split('/').at(-1) ?? ''])
      : answer
  const operations = Object.entries(fieldsOf(document.paths)).flatMap(([path, methods]) =>
    Object.entries(fieldsOf(methods)).map(([method, one]) =>
      operationOf(method.toUpperCase(), `${url}${path}`, fieldsOf(one), referred),
    ),
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${text(title)}</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>
<h1>${text(title)} ${text(version)}</h1><p>${text(description)}</p>
<p>For programs: <a href="/openapi.json">openapi.json</a></p>
${operations.join('\n')}
<h2>Shapes</h2>
${Object.entries(fieldsOf(schemas)).map(shapeOf).join('\n')}
</body></html>
`
}

function operationOf(
  method: string,
  path: string,
  operation: Json,
  referred: (answer: Json) => Json,
): string {
  const { summary, description, parameters, requestBody, responses } = operation
  const fields = (parameters as Json[]).map(
    ({ name, in: where, schema }) =>
      `<li><code>${text(name)}</code> in the ${text(where)}: <code>${code(schema)}</code></li>`,
  )
  const answers = Object.entries(fieldsOf(responses)).map(([status, answer]) => {
    const { description: told, content } = referred(fieldsOf(answer))
    return `<details><summary>${text(status)}</summary><p>${lines(told)}</p>${content === undefined ? '' : exampleOf(content)}</details>`
  })
  const body = requestBody === undefined ? '' : `<p>Body:</p>${bodyOf(fieldsOf(requestBody))}`
  return `<details><summary><b>${text(method)}</b> <code>${text(path)}</code> ${text(summary)}</summary>
<p>${text(description)}</p><ul>${fields.join('')}</ul>${body}<p>Answers:</p>${answers.join('')}</details>`
}

function bodyOf({ content }: Json): string {
  const { schema } = fieldsOf(fieldsOf(content)['application/json'])
  return `<pre>${code(schema)}</pre>${exampleOf(content)}`
}

function exampleOf(content: unknown): string {
  const { example } = fieldsOf(fieldsOf(content)['application/json'])
  return `<p>Example:</p><pre>${code(example)}</pre>`
}

const shapeOf = ([name, schema]: [string, unknown]): string =>
  `<details><summary>${text(name)}</summary><pre>${code(schema)}</pre></details>`

const fieldsOf = (value: unknown): Json => value as Json
const text = (value: unknown): string => Bun.escapeHTML(String(value ?? ''))
const code = (value: unknown): string => text(JSON.stringify(value, null, 2))
const lines = (value: unknown): string => text(value).replaceAll('\n\n', '<br>')
