import type { Component, GuildRecord, Pings } from './model.ts'

/** Docs: Message, "Allowed Mentions Object". */
export interface AllowedMentions {
  readonly parse: readonly string[]
  readonly users: readonly string[]
  readonly roles: readonly string[]
  readonly repliedUser: boolean
}

const NOBODY: Pings = { users: [], roles: [], everyone: false }

/**
 * Whom a text names, and whom it notifies: without `allowed` everybody that it names; @everyone and
 * @here only where the author may. Mentions inside code do not count.
 */
export function mentionsOf(
  text: string,
  allowed: AllowedMentions | null,
  options: { guild: GuildRecord | undefined; mayPingEveryone: boolean; silent: boolean },
): { mentions: Pings; pings: Pings } {
  const plain = text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, ' ')
  const users = unique(plain, /<@!?(\d{1,20})>/g)
  const roles = unique(plain, /<@&(\d{1,20})>/g).filter((id) => options.guild?.roles.has(id))
  const everyone = /@(everyone|here)\b/.test(plain)
  const mentions = { users, roles, everyone }
  if (options.silent) return { mentions, pings: NOBODY }
  const permits = (kind: 'users' | 'roles', id: string) =>
    allowed === null || allowed.parse.includes(kind) || allowed[kind].includes(id)
  const pings = {
    users: users.filter((id) => permits('users', id)),
    roles: roles.filter((id) => permits('roles', id)),
    everyone:
      everyone &&
      options.mayPingEveryone &&
      (allowed === null || allowed.parse.includes('everyone')),
  }
  return { mentions, pings }
}

/** Everything of the components that counts as a message's text: text displays, at any depth. */
export function textOf(components: readonly Component[]): string {
  return components
    .map((component) =>
      [component.type === 10 ? (component.content ?? '') : '', textOf(component.components ?? [])]
        .filter((text) => text !== '')
        .join('\n'),
    )
    .filter((text) => text !== '')
    .join('\n')
}

function unique(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap((match) => match[1] ?? []))]
}
