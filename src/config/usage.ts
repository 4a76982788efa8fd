import { DEFAULTS } from './parse.ts'

/** What `--help` prints. */
export function usage(version: string): string {
  const variables = Object.entries(DEFAULTS).map(
    ([name, value]) => `  ${name.padEnd(24)} ${value === '' ? '(unset)' : value}`,
  )
  return `Segue ${version}: a self-hosted Discord music bot

usage: bun src/main.ts [--help | --version]

It is configured by environment variables only; .env.example explains each.
Variables and their defaults (DISCORD_TOKEN is required):
${variables.join('\n')}
`
}
