import { type CommandDefinition, OptionType } from '../state/commands.ts'
import { Form, isFields } from './form.ts'

/** Docs: Application Commands, "Application Command Naming". */
const SLASH_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const LOCALES = new Set(
  'id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko'.split(
    ' ',
  ),
)

/** Checks one command (docs: Application Commands, "Application Command Object"). */
export function parseCommand(body: unknown): CommandDefinition {
  const form = new Form(body)
  checkCommand(form)
  form.check()
  return definitionOf(form)
}

/** Checks a whole scope; faults are under each command's index. */
export function parseCommands(body: unknown): CommandDefinition[] {
  const form = new Form({ commands: body })
  const list = form.values('commands')
  const faults: ConstructorParameters<typeof Form>[2] = []
  const forms = list.map((value, index) => new Form(value, [String(index)], faults))
  for (const command of forms) checkCommand(command)
  const names = new Set<string>()
  for (const command of forms) {
    const key = `${command.fields.type ?? 1}/${String(command.fields.name)}`
    if (names.has(key)) {
      command.fail(
        'name',
        'APPLICATION_COMMANDS_DUPLICATE_NAME',
        'Application command names must be unique',
      )
    }
    names.add(key)
  }
  form.check()
  for (const command of forms) command.check()
  return forms.map(definitionOf)
}

function definitionOf(form: Form): CommandDefinition {
  const fields = form.fields as Partial<CommandDefinition> & { name: string }
  return {
    ...fields,
    type: fields.type ?? 1,
    description: fields.description ?? '',
    options: fields.options ?? [],
    default_member_permissions: fields.default_member_permissions ?? null,
  }
}

function checkCommand(form: Form): void {
  const type = form.oneOf('type', [1, 2, 3]) ?? 1
  if (type === 1) {
    checkSlashName(form)
    form.string('description', { min: 1, max: 100, required: true })
    checkLocalizations(form, { isName: true })
    checkOptions(form, 0)
    if (lengthOf(form) > 8000) {
      form.fail(null, 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)')
    }
  } else {
    form.string('name', { min: 1, max: 32, required: true })
    form.string('description', { max: 0 })
    checkLocalizations(form, { isName: false })
  }
  const permissions = form.string('default_member_permissions')
  if (permissions !== undefined && !/^\d+$/.test(permissions)) {
    form.fail(
      'default_member_permissions',
      'NUMBER_TYPE_COERCE',
      `Value "${permissions}" is not int.`,
    )
  }
}

function checkSlashName(form: Form): void {
  checkNameRules(form, 'name', form.string('name', { min: 1, max: 32, required: true }))
}

function checkNameRules(form: Form, key: string, name: string | undefined): void {
  if (name === undefined || (SLASH_NAME.test(name) && name === name.toLowerCase())) return
  form.fail(key, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')
}

/** Docs: "Localization": each text keeps to the rules of the one it stands for. */
function checkLocalizations(
  form: Form,
  { isName, maxName = 32 }: { isName: boolean; maxName?: number },
): void {
  for (const [key, max] of [
    ['name_localizations', maxName],
    ['description_localizations', 100],
  ] as const) {
    const localizations = form.object(key)
    for (const locale of Object.keys(localizations?.fields ?? {})) {
      if (!LOCALES.has(locale)) {
        localizations?.fail(
          locale,
          'ENUM_TYPE_COERCE',
          `Value "${locale}" is not a valid enum value.`,
        )
      }
      const text = localizations?.string(locale, { min: 1, max })
      if (isName && localizations && key === 'name_localizations')
        checkNameRules(localizations, locale, text)
    }
  }
}

/** `depth` 0: of the command; subcommands may hold no further ones, groups only subcommands. */
function checkOptions(form: Form, depth: number): void {
  const names = new Set<string>()
  let hasOptional = false
  for (const option of form.list('options', { max: 25 })) {
    const type = option.integer('type', { min: 1, max: 11, required: true })
    checkSlashName(option)
    option.string('description', { min: 1, max: 100, required: true })
    checkLocalizations(option, { isName: true })
    const name = String(option.fields.name)
    if (names.has(name)) {
      option.fail(
        'name',
        'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
        'Option names must be unique',
      )
    }
    names.add(name)
    if (type === OptionType.subcommand || type === OptionType.subcommandGroup) {
      if (depth > (type === OptionType.subcommand ? 1 : 0)) {
        option.fail(
          'type',
          'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
          'Sub-command and sub-command group option types are only allowed at the top',
        )
      }
      checkOptions(option, depth + 1)
      continue
    }
    const required = option.boolean('required') ?? false
    if (required && hasOptional) {
      option.fail(
        'required',
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      )
    }
    hasOptional ||= !required
    checkValue(option, type)
  }
}

function checkValue(option: Form, type: number | undefined): void {
  const isText = type === OptionType.string
  const isNumber = type === OptionType.integer || type === OptionType.number
  const choices = option.list('choices', { max: 25 })
  const autocomplete = option.boolean('autocomplete') ?? false
  if ((choices.length > 0 || autocomplete) && !isText && !isNumber) {
    option.fail(
      autocomplete ? 'autocomplete' : 'choices',
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Only string, integer and number options may have choices or autocomplete',
    )
  }
  if (choices.length > 0 && autocomplete) {
    option.fail(
      'autocomplete',
      'APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES',
      'Autocomplete cannot be used with choices',
    )
  }
  for (const choice of choices) {
    choice.string('name', { min: 1, max: 100, required: true })
    checkLocalizations(choice, { isName: false, maxName: 100 })
    if (isText) choice.string('value', { min: 1, max: 100, required: true })
    else choice.number('value', { required: true })
  }
  option.integer('min_length', { min: 0, max: 6000 })
  option.integer('max_length', { min: 1, max: 6000 })
  option.number('min_value')
  option.number('max_value')
}

/**
 * Names, descriptions and values together (docs: "up to 8000 characters"); of a text in several languages
 * the longest counts.
 */
function lengthOf(form: Form): number {
  const own = ['name', 'description', 'value']
    .map((key) => longest(form.fields[key], form.fields[`${key}_localizations`]))
    .reduce((sum, length) => sum + length, 0)
  const inner = [...form.list('options'), ...form.list('choices')]
  return own + inner.reduce((sum, child) => sum + lengthOf(child), 0)
}

function longest(text: unknown, localizations: unknown): number {
  const others = isFields(localizations) ? Object.values(localizations) : []
  return Math.max(0, ...[text, ...others].map((one) => (typeof one === 'string' ? one.length : 0)))
}
