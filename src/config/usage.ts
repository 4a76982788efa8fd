import { DEFAULTS, MEANINGS, type Variable } from './variables.ts'

const WIDTH = 96

/** What `--help` prints. */
export function usage(version: string): string {
  const names = Object.keys(DEFAULTS) as Variable[]
  const variables = names.map((name) => {
    const value = DEFAULTS[name]
    return `  ${name.padEnd(24)} ${value === '' ? '(unset)' : value}\n${wrap(MEANINGS[name], '      ')}`
  })
  return `Segue ${version}: a self-hosted Discord music bot

usage: bun src/main.ts [--help | --version]

Segue is configured by environment variables only. Each is listed with its default and its meaning:
${variables.join('\n')}
`
}

/** Breaks a text into lines between its words. */
export function wrap(text: string, indent: string): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line === undefined || line.length + 1 + word.length > WIDTH) lines.push(indent + word)
    else lines[lines.length - 1] = `${line} ${word}`
  }
  return lines.join('\n')
}
