import {
  makeURLSearchParams,
  type REST,
  type RESTGetAPIApplicationCommandsQuery,
  type RESTPostAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js'

/**
 * Registers the commands with Discord unless it already has the same ones: registering is rate
 * limited, and clients reload their menus each time. Resolves with whether anything was sent.
 */
export async function register(
  rest: REST,
  applicationId: string,
  wanted: readonly RESTPostAPIApplicationCommandsJSONBody[],
  signal: AbortSignal,
): Promise<boolean> {
  const route = Routes.applicationCommands(applicationId)
  // Without this, Discord leaves the other languages out.
  const query: RESTGetAPIApplicationCommandsQuery = { with_localizations: true }
  const present: unknown = await rest.get(route, { query: makeURLSearchParams(query), signal })
  if (sameCommands(wanted, present)) return false
  await rest.put(route, { body: wanted, signal })
  return true
}

/** Whether both are the same apart from order, ids and what Discord fills in. */
export function sameCommands(wanted: unknown, present: unknown): boolean {
  return essence(wanted) === essence(present)
}

/** Fields that describe a command or an option; all others are Discord's. */
const FIELDS = [
  'name',
  'name_localizations',
  'description',
  'description_localizations',
  'type',
  'required',
  'autocomplete',
  'min_value',
  'max_value',
  'min_length',
  'max_length',
  'value',
  'contexts',
  'default_member_permissions',
  'channel_types',
  'choices',
  'options',
] as const

/** Chat input; Discord fills this in when it's missing. */
const COMMAND_TYPE = 1

function essence(commands: unknown): string {
  if (!Array.isArray(commands)) return ''
  const described = commands.map((command) => describe({ type: COMMAND_TYPE, ...command }))
  return JSON.stringify(described.sort())
}

function describe(thing: Record<string, unknown>): string {
  const parts = FIELDS.flatMap((field) => {
    const value = thing[field]
    // Discord gives an entry of a menu an empty description.
    const absent = value === undefined || value === null || value === false || value === ''
    if (absent || (Array.isArray(value) && value.length === 0)) return []
    return [[field, describeValue(value)]]
  })
  return JSON.stringify(parts)
}

function describeValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(describeItem)
  // A dictionary by locale, in whatever order.
  return typeof value === 'object' && value !== null ? Object.entries(value).sort() : value
}

const describeItem = (item: unknown): unknown =>
  typeof item === 'object' && item !== null ? describe(item as Record<string, unknown>) : item
