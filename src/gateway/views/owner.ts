import { escapeText } from './title.ts'
import type { View } from './view.ts'

/** Servers that are listed: as many as fit a message. */
const LISTED = 20

export const announcedView =
  (channels: number): View =>
  ({ owner }) => ({ content: owner.announced(channels) })

/** The largest servers, and how many there are. */
export const serversView =
  (
    servers: readonly { readonly id: string; readonly name: string; readonly members: number }[],
  ): View =>
  ({ owner }) => ({
    content: [
      owner.servers(servers.length),
      ...servers
        .slice(0, LISTED)
        .map(({ id, name, members }) => `\`${id}\` ${escapeText(name)} (${members})`),
    ].join('\n'),
  })

export const leftView =
  (name: string): View =>
  ({ owner }) => ({ content: owner.left(escapeText(name)) })

export const reloadedView =
  (version: string | null): View =>
  ({ owner }) => ({
    content: version === null ? owner.doesntRun : owner.reloaded(escapeText(version)),
  })
