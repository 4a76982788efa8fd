import type { OwnerWords } from '../words/words.ts'
import { escapeText, linesWithin } from './title.ts'
import type { View } from './view.ts'

/** Servers that are listed at most, and characters of their lines: the sentence above has room beside. */
const LISTED = 20
const LINES_LENGTH = 1_800

export const announcedView =
  (channels: number): View =>
  ({ owner }) => ({ content: owner.announced(channels) })

/** The largest servers, and how many there are. */
export const serversView =
  (
    servers: readonly { readonly id: string; readonly name: string; readonly members: number }[],
  ): View =>
  ({ owner }) => {
    const lines = servers
      .slice(0, LISTED)
      .map(({ id, name, members }) => `\`${id}\` ${escapeText(name)} (${members})`)
    const shown = lines.slice(0, linesWithin(lines, LINES_LENGTH))
    return { content: [owner.servers(servers.length), ...shown].join('\n') }
  }

export const leftView =
  (name: string): View =>
  ({ owner }) => ({ content: owner.left(escapeText(name)) })

export const reloadedView =
  (version: string | null): View =>
  ({ owner }) => ({
    content: version === null ? owner.doesntRun : owner.reloaded(escapeText(version)),
  })

/** Each with what's known of it, those that work last. */
export const sourcesView =
  (
    sources: readonly {
      readonly name: string
      readonly state: keyof OwnerWords['sourceStates']
      readonly detail: string | null
    }[],
  ): View =>
  ({ owner }) => {
    const lines = sources
      .toSorted((one, other) => Number(one.state === 'ok') - Number(other.state === 'ok'))
      .slice(0, LISTED)
      .map(({ name, state, detail }) => {
        const told = `**${escapeText(name)}** ${owner.sourceStates[state]}`
        return detail === null ? told : `${told} (\`${detail.replaceAll('`', '')}\`)`
      })
    const shown = lines.slice(0, linesWithin(lines, LINES_LENGTH))
    return { content: [owner.sources, ...shown].join('\n') }
  }
