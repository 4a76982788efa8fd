import { newSnowflake } from './snowflake.ts'

/** Option types (docs: Application Commands, "Application Command Option Type"). */
export const OptionType = {
  subcommand: 1,
  subcommandGroup: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const

export interface CommandChoice {
  readonly name: string
  readonly value: string | number
}

/** As registered; validated before it gets here. */
export interface CommandOption {
  readonly type: number
  readonly name: string
  readonly description: string
  readonly required?: boolean
  readonly autocomplete?: boolean
  readonly choices?: readonly CommandChoice[]
  readonly options?: readonly CommandOption[]
  readonly channel_types?: readonly number[]
  readonly min_value?: number
  readonly max_value?: number
  readonly min_length?: number
  readonly max_length?: number
}

/** Docs: Application Commands, "Application Command Types". */
export const CommandType = { slash: 1, user: 2, message: 3 } as const
export type CommandType = (typeof CommandType)[keyof typeof CommandType]

export interface CommandDefinition {
  readonly name: string
  readonly name_localizations?: Readonly<Record<string, string>> | null
  readonly type: number
  readonly description: string
  readonly options?: readonly CommandOption[]
  readonly default_member_permissions?: string | null
}

export interface CommandRecord extends CommandDefinition {
  readonly id: string
  readonly application_id: string
  /** null: everywhere. */
  readonly guild_id: string | null
  readonly version: string
}

/** One application's commands, global and per server (docs: Application Commands). */
export class CommandStore {
  readonly #applicationId: string
  readonly #scopes = new Map<string | null, Map<string, CommandRecord>>()

  constructor(applicationId: string) {
    this.#applicationId = applicationId
  }

  /** Of one scope: a server's id, or null for the global ones. */
  list(guildId: string | null): CommandRecord[] {
    return [...this.#scope(guildId).values()]
  }

  byId(guildId: string | null, id: string): CommandRecord | undefined {
    return this.#scope(guildId).get(id)
  }

  /**
   * What a member of the server sees under `/`, or with another `type` in a context menu: the server's own
   * before a global of the same name. It's found by its name in the member's language, too.
   */
  named(
    guildId: string,
    name: string,
    { locale = 'en-US', type = CommandType.slash }: { locale?: string; type?: CommandType } = {},
  ): CommandRecord | undefined {
    const isIt = (command: CommandRecord) =>
      command.type === type && [command.name, command.name_localizations?.[locale]].includes(name)
    return this.list(guildId).find(isIt) ?? this.list(null).find(isIt)
  }

  /** A command of the same name and type is overwritten and keeps its id. */
  put(
    guildId: string | null,
    definition: CommandDefinition,
  ): { record: CommandRecord; isNew: boolean } {
    const old = this.list(guildId).find(
      (command) => command.name === definition.name && command.type === definition.type,
    )
    const record = this.#record(guildId, definition, old)
    this.#scope(guildId).set(record.id, record)
    return { record, isNew: old === undefined }
  }

  /** Replaces all of a scope. */
  replace(guildId: string | null, definitions: readonly CommandDefinition[]): CommandRecord[] {
    const before = this.list(guildId)
    const records = definitions.map((definition) =>
      this.#record(
        guildId,
        definition,
        before.find((old) => old.name === definition.name && old.type === definition.type),
      ),
    )
    this.#scopes.set(guildId, new Map(records.map((record) => [record.id, record])))
    return records
  }

  edit(guildId: string | null, id: string, definition: CommandDefinition): CommandRecord {
    const record = this.#record(guildId, definition, this.byId(guildId, id))
    this.#scope(guildId).set(id, record)
    return record
  }

  remove(guildId: string | null, id: string): boolean {
    return this.#scope(guildId).delete(id)
  }

  get isEmpty(): boolean {
    return [...this.#scopes.values()].every((scope) => scope.size === 0)
  }

  #record(
    guildId: string | null,
    definition: CommandDefinition,
    old: CommandRecord | undefined,
  ): CommandRecord {
    return {
      ...definition,
      id: old?.id ?? newSnowflake(),
      application_id: this.#applicationId,
      guild_id: guildId,
      version: newSnowflake(),
    }
  }

  #scope(guildId: string | null): Map<string, CommandRecord> {
    let scope = this.#scopes.get(guildId)
    if (!scope) {
      scope = new Map()
      this.#scopes.set(guildId, scope)
    }
    return scope
  }
}
