import { type CommandOption, type CommandRecord, OptionType } from '../state/commands.ts'
import type { AttachmentRecord } from '../state/files.ts'
import type { ChannelRecord, GuildRecord, MemberRecord } from '../state/model.ts'
import { permissionsOf } from '../state/permissions.ts'
import { attachmentPayload } from '../wire/message-payloads.ts'
import { channelPayload, memberPayload, rolePayload, userPayload } from '../wire/payloads.ts'
import { ClientRefusal } from './outcome.ts'

export interface LocalFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly contentType?: string
}

/** What a person enters: users, channels and roles by id or by the object that has one. */
export type OptionValue = string | number | boolean | LocalFile | { readonly id: string }
export type OptionValues = Readonly<Record<string, OptionValue>>

/** An option with what was typed, and the sub-levels around it. */
interface SentOption {
  readonly name: string
  readonly type: number
  readonly value?: string | number | boolean
  readonly focused?: boolean
  readonly options?: readonly SentOption[]
}

export interface Place {
  readonly guild: GuildRecord
  readonly channel: ChannelRecord
  /** Uploads a file and returns its record. */
  readonly upload: (file: LocalFile) => AttachmentRecord
}

/** Collects what the ids in the options stand for (docs: "Resolved Data Structure"). */
interface Resolved {
  users: Record<string, object>
  members: Record<string, object>
  roles: Record<string, object>
  channels: Record<string, object>
  attachments: Record<string, object>
}

/**
 * Builds the data of a slash command as a Discord client does, and refuses what a client refuses:
 * an unknown option, a missing one, a wrong type, a value out of bounds.
 * `path` holds the subcommand's names. `focused` marks the option that autocompletes; then missing
 * options are no fault.
 */
export function commandData(
  command: CommandRecord,
  path: readonly string[],
  values: OptionValues,
  place: Place,
  focused: string | null = null,
): object {
  const resolved: Resolved = { users: {}, members: {}, roles: {}, channels: {}, attachments: {} }
  const levels = descend(command, path)
  const options = levels.at(-1)?.options ?? command.options ?? []
  const leaf = sentOptions(options, values, place, resolved, focused)
  const nested = levels.reduceRight<readonly SentOption[]>(
    (inner, { name, type }) => [{ name, type, options: inner }],
    leaf,
  )
  const filled = Object.entries(resolved).filter(([, entries]) => Object.keys(entries).length > 0)
  return {
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guild_id === null ? {} : { guild_id: command.guild_id }),
    options: nested,
    ...(filled.length > 0 ? { resolved: Object.fromEntries(filled) } : {}),
  }
}

/** The option that a bare text fills: the first required one of text, else the first of text. */
export function mainOption(command: CommandRecord, path: readonly string[]): string {
  const options = descend(command, path).at(-1)?.options ?? command.options ?? []
  const texts = options.filter((option) => isValue(option) && option.type !== OptionType.attachment)
  const chosen = texts.find(({ required }) => required) ?? texts[0]
  if (!chosen) throw new ClientRefusal(`/${command.name} takes no text`)
  return chosen.name
}

/** The option that takes an attached file. */
export function fileOption(command: CommandRecord, path: readonly string[]): string {
  const options = descend(command, path).at(-1)?.options ?? command.options ?? []
  const chosen = options.find(({ type }) => type === OptionType.attachment)
  if (!chosen) throw new ClientRefusal(`/${command.name} takes no file`)
  return chosen.name
}

const isValue = (option: CommandOption): boolean => option.type > OptionType.subcommandGroup

function descend(command: CommandRecord, path: readonly string[]): CommandOption[] {
  const levels: CommandOption[] = []
  let options = command.options ?? []
  for (const name of path) {
    const level = options.find((option) => !isValue(option) && option.name === name)
    if (!level) throw new ClientRefusal(`/${command.name} has no subcommand ${name}`)
    levels.push(level)
    options = level.options ?? []
  }
  if (options.some((option) => !isValue(option))) {
    throw new ClientRefusal(`/${command.name} needs a subcommand`)
  }
  return levels
}

function sentOptions(
  options: readonly CommandOption[],
  values: OptionValues,
  place: Place,
  resolved: Resolved,
  focused: string | null,
): SentOption[] {
  for (const name of Object.keys(values)) {
    if (!options.some((option) => option.name === name)) {
      throw new ClientRefusal(`there is no option ${name}`)
    }
  }
  return options.flatMap((option) => {
    const value = values[option.name]
    if (value === undefined) {
      if (option.required && focused === null) {
        throw new ClientRefusal(`the option ${option.name} is required`)
      }
      return []
    }
    const isFocused = option.name === focused
    if (isFocused) return [{ ...nameOf(option), value: String(value), focused: true }]
    return [{ ...nameOf(option), value: convert(option, value, place, resolved) }]
  })
}

const nameOf = ({ name, type }: CommandOption) => ({ name, type })

function convert(
  option: CommandOption,
  value: OptionValue,
  place: Place,
  resolved: Resolved,
): string | number | boolean {
  switch (option.type) {
    case OptionType.string:
      return text(option, value)
    case OptionType.integer:
    case OptionType.number:
      return number(option, value)
    case OptionType.boolean:
      if (typeof value === 'boolean') return value
      throw new ClientRefusal(`${option.name} is true or false`)
    case OptionType.attachment:
      return attachment(option, value, place, resolved)
    default:
      return reference(option, value, place, resolved)
  }
}

function text(option: CommandOption, value: OptionValue): string {
  if (typeof value !== 'string') throw new ClientRefusal(`${option.name} is a text`)
  const { min_length: min = 0, max_length: max = 6000 } = option
  if (value.trim() === '' || value.length < min || value.length > max) {
    throw new ClientRefusal(`${option.name} has ${min} to ${max} characters, and is not blank`)
  }
  return chosen(option, value)
}

function number(option: CommandOption, value: OptionValue): number {
  const wrong = typeof value !== 'number' || !Number.isFinite(value)
  if (wrong || (option.type === OptionType.integer && !Number.isInteger(value))) {
    throw new ClientRefusal(`${option.name} is a number`)
  }
  // A client holds every number within what a double counts exactly.
  const { min_value: min = -(2 ** 53), max_value: max = 2 ** 53 } = option
  if (value < min || value > max) {
    throw new ClientRefusal(`${option.name} lies between ${min} and ${max}`)
  }
  return chosen(option, value)
}

/** With a list of choices nothing else can be entered; the person sees their names. */
function chosen<T extends string | number>(option: CommandOption, value: T): T {
  if (!option.choices || option.choices.length === 0) return value
  const found = option.choices.find((choice) => choice.value === value || choice.name === value)
  if (!found) throw new ClientRefusal(`${value} is none of the choices of ${option.name}`)
  return found.value as T
}

function attachment(
  option: CommandOption,
  value: OptionValue,
  place: Place,
  resolved: Resolved,
): string {
  if (typeof value !== 'object' || !('bytes' in value)) {
    throw new ClientRefusal(`${option.name} is a file`)
  }
  const record = place.upload(value)
  resolved.attachments[record.id] = attachmentPayload(record)
  return record.id
}

function reference(
  option: CommandOption,
  value: OptionValue,
  place: Place,
  resolved: Resolved,
): string {
  const id = typeof value === 'object' && 'id' in value ? value.id : String(value)
  const { guild } = place
  const member = guild.members.get(id)
  const role = guild.roles.get(id)
  const channel = guild.channels.get(id)
  const { user: USER, channel: CHANNEL, role: ROLE, mentionable: MENTIONABLE } = OptionType
  if (member && (option.type === USER || option.type === MENTIONABLE)) {
    resolveMember(guild, member, resolved)
  } else if (role && (option.type === ROLE || option.type === MENTIONABLE)) {
    resolved.roles[id] = rolePayload(role)
  } else if (channel && option.type === CHANNEL) {
    const types = option.channel_types
    if (types && types.length > 0 && !types.includes(channel.type)) {
      throw new ClientRefusal(`${option.name} does not offer ${channel.name}`)
    }
    resolved.channels[id] = channelPayload(channel)
  } else throw new ClientRefusal(`${option.name} does not offer ${id}`)
  return id
}

function resolveMember(guild: GuildRecord, member: MemberRecord, resolved: Resolved): void {
  const { user } = member
  const { user: _, mute: __, deaf: ___, ...partial } = memberPayload(member)
  resolved.users[user.id] = userPayload(user)
  resolved.members[user.id] = { ...partial, permissions: permissionsOf(guild, user.id).toString() }
}
