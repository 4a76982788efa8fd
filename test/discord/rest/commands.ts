import type { CommandDefinition, CommandRecord } from '../state/commands.ts'
import { parseCommand, parseCommands } from './command-form.ts'
import { DiscordError, missingAccess, unknownCommand, unknownGuild } from './errors.ts'
import { isFields } from './form.ts'
import { type Call, created, noContent, ok, type Route, wide } from './router.ts'

const LIMITS: Record<number, number> = { 1: 100, 2: 15, 3: 15 }
const bucket = wide('commands')

/** Docs: Application Commands, "Endpoints": the same six, globally and per server. */
export const commandRoutes: readonly Route[] = [
  '/applications/:app/commands',
  '/applications/:app/guilds/:guild/commands',
].flatMap(
  (base) =>
    [
      { method: 'GET', path: base, proof: 'bot', bucket, handle: list },
      { method: 'POST', path: base, proof: 'bot', bucket, handle: create },
      { method: 'PUT', path: base, proof: 'bot', bucket, handle: replace },
      { method: 'GET', path: `${base}/:command`, proof: 'bot', bucket, handle: one },
      { method: 'PATCH', path: `${base}/:command`, proof: 'bot', bucket, handle: edit },
      { method: 'DELETE', path: `${base}/:command`, proof: 'bot', bucket, handle: remove },
    ] satisfies Route[],
)

/** Docs: the query parameter `with_localizations`, false by default. */
function list(call: Call) {
  const commands = call.bot.commands.list(scopeOf(call)).map(payload)
  const inFull = call.query.get('with_localizations') === 'true'
  return ok(inFull ? commands : commands.map(withoutLocalizations))
}

function one(call: Call) {
  return ok(payload(existing(call)))
}

function create(call: Call) {
  const scope = scopeOf(call)
  const definition = parseCommand(call.body)
  const { record, isNew } = call.bot.commands.put(scope, definition)
  const all = call.bot.commands.list(scope)
  if (isNew && isOverLimit(all)) {
    call.bot.commands.remove(scope, record.id)
    throw tooMany()
  }
  call.world.changes.notify()
  return isNew ? created(payload(record)) : ok(payload(record))
}

function replace(call: Call) {
  const definitions = parseCommands(call.body)
  if (isOverLimit(definitions)) throw tooMany()
  const records = call.bot.commands.replace(scopeOf(call), definitions)
  call.world.changes.notify()
  return ok(records.map(payload))
}

function edit(call: Call) {
  const { id, application_id, version, ...old } = existing(call)
  const changes = isFields(call.body) ? call.body : {}
  const definition = parseCommand({ ...old, ...changes, type: old.type })
  return ok(payload(call.bot.commands.edit(scopeOf(call), id, definition)))
}

function remove(call: Call) {
  call.bot.commands.remove(scopeOf(call), existing(call).id)
  return noContent
}

function existing(call: Call): CommandRecord {
  const command = call.bot.commands.byId(scopeOf(call), call.param('command'))
  if (!command) throw unknownCommand()
  return command
}

/** The server of the path, or null; the application has to be the bot's own. */
function scopeOf(call: Call): string | null {
  if (call.param('app') !== call.bot.applicationId) {
    throw new DiscordError(
      403,
      20012,
      'You are not authorized to perform this action on this application',
    )
  }
  const guildId = call.optional('guild')
  if (guildId === null) return null
  const guild = call.world.directory.guilds.get(guildId)
  if (!guild) throw unknownGuild()
  if (!guild.members.has(call.bot.user.id)) throw missingAccess()
  return guildId
}

function isOverLimit(commands: readonly CommandDefinition[]): boolean {
  return Object.entries(LIMITS).some(
    ([type, limit]) => commands.filter((command) => command.type === Number(type)).length > limit,
  )
}

const tooMany = () =>
  new DiscordError(400, 30032, 'Maximum number of application commands reached (100).')

/** Without the dictionaries, at any depth. The `*_localized` texts in their place need a locale, which no bot asks for. */
function withoutLocalizations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLocalizations)
  if (!isFields(value)) return value
  const kept = Object.entries(value).filter(([key]) => !key.endsWith('_localizations'))
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutLocalizations(inner)]))
}

function payload({ guild_id, ...command }: CommandRecord) {
  return {
    dm_permission: true,
    nsfw: false,
    contexts: null,
    integration_types: [0],
    ...command,
    ...(guild_id === null ? {} : { guild_id }),
  }
}
