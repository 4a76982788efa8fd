/** Samples as Prometheus reads them, and labels that each of them gets besides its own. */
export interface Exposition {
  readonly labels: Readonly<Record<string, string>>
  readonly text: string
}

/**
 * Several expositions as one: the samples of a metric stand together, below one HELP and one TYPE, as the
 * text format wants it (version 0.0.4, https://prometheus.io/docs/instrumenting/exposition_formats).
 */
export function merged(expositions: readonly Exposition[]): string {
  const families = new Map<string, { readonly head: string[]; readonly samples: string[] }>()
  for (const { labels, text } of expositions) {
    const pairs = Object.entries(labels).map(([name, value]) => `${name}=${quoted(value)}`)
    let family = { head: [] as string[], samples: [] as string[] }
    for (const line of text.split('\n')) {
      const [, keyword, name] = /^# (HELP|TYPE) (\S+)/.exec(line) ?? []
      if (name !== undefined) {
        family = families.get(name) ?? { head: [], samples: [] }
        families.set(name, family)
        if (!family.head.some((known) => known.startsWith(`# ${keyword} `))) family.head.push(line)
      } else if (line !== '' && !line.startsWith('#')) {
        family.samples.push(labelled(line, pairs.join(',')))
      }
    }
  }
  return [...families.values()]
    .flatMap(({ head, samples }) => [...head, ...samples])
    .map((line) => `${line}\n`)
    .join('')
}

/** `name{a="b"} 1` or `name 1`, with more labels. */
function labelled(sample: string, labels: string): string {
  if (labels === '') return sample
  const [, name = '', own = ''] = /^([a-zA-Z_:][\w:]*)(\{)?/.exec(sample) ?? []
  const rest = sample.slice(name.length + own.length)
  if (own === '') return `${name}{${labels}}${rest}`
  return rest.startsWith('}') ? `${name}{${labels}${rest}` : `${name}{${labels},${rest}`
}

const quoted = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
