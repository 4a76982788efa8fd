import { SegueError } from '../../base/error.ts'
import type { GuildSettings } from '../../domain/settings.ts'
import type { Options } from '../commands/command.ts'
import { SETTING_FIELDS, type SettingField } from '../views/settings/fields.ts'

/** What the options of a command set; whether the values are sound is told where they're stored. */
export function fromOptions(options: Options): Partial<GuildSettings> {
  const given = SETTING_FIELDS.map((field) => [field.name, ofOption(field, options)])
  return Object.fromEntries(given.filter(([, value]) => value !== null))
}

function ofOption({ option, control }: SettingField, options: Options): unknown {
  switch (control.kind) {
    case 'number':
      return options.integer(option)
    case 'flag':
      return options.flag(option)
    case 'choice':
      return options.text(option)
    case 'role':
    case 'channel':
      return options.id(option)
    case 'channels': {
      const channel = options.id(option)
      return channel === null ? null : [channel]
    }
    case 'choices': {
      const text = options.text(option)
      return text === null ? null : [text]
    }
    case 'texts': {
      const text = options.text(option)
      return text === null ? null : textsIn(text, ',')
    }
  }
}

/** What was chosen in a field's menu. Throws 'bad-setting'. */
export function fromMenu(
  { name, control }: SettingField,
  values: readonly string[],
): Partial<GuildSettings> {
  const [first = null] = values
  switch (control.kind) {
    case 'flag':
      return { [name]: first === 'on' }
    case 'choice':
    case 'role':
    case 'channel':
      return { [name]: first }
    case 'channels':
    case 'choices':
      return { [name]: values }
    default:
      throw new SegueError('bad-setting')
  }
}

/** What was typed into a field's form. Throws 'bad-setting'. */
export function fromForm({ name, control }: SettingField, text: string): Partial<GuildSettings> {
  if (control.kind === 'texts') return { [name]: textsIn(text, '\n') }
  const typed = text.trim()
  if (control.kind !== 'number' || !/^\d{1,9}$/.test(typed)) throw new SegueError('bad-setting')
  return { [name]: Number(typed) }
}

const textsIn = (text: string, separator: string): string[] => [
  ...new Set(
    text
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
]
