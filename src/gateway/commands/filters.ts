import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { PRESET_NAMES, type PresetName, STRENGTHS } from '../../domain/presets.ts'
import { noFilters } from '../../domain/sound.ts'
import { toCaller } from '../interactions/reply.ts'
import { filterPanel } from '../views/filters.ts'
import { languages } from '../words/languages.ts'
import { control } from './control.ts'
import { type Subcommand, withSubcommands } from './subcommand.ts'

const show: Subcommand = {
  form: { name: 'show' },
  run: async ({ players, guildId }) => toCaller(filterPanel(players.state(guildId).filters)),
}

const preset: Subcommand = {
  form: {
    name: 'preset',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'name',
        required: true,
        autocomplete: true,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'strength',
        choices: STRENGTHS.map((strength) => ({ value: String(strength) })),
      },
    ],
  },
  run: async (call) => {
    const wanted = presetNamed(call.options.text('name') ?? '')
    const given = call.options.text('strength')
    const strength = STRENGTHS.find((known) => String(known) === given) ?? 100
    return control(call, { kind: 'filter', change: { kind: 'preset', preset: wanted, strength } })
  },
  suggest: async ({ text, words }) => {
    const typed = plain(text)
    return PRESET_NAMES.map((value) => ({ name: words.filters.presets[value], value })).filter(
      ({ name, value }) => plain(name).includes(typed) || value.includes(typed),
    )
  },
}

const off: Subcommand = {
  form: { name: 'off' },
  run: async (call) => control(call, { kind: 'filters', filters: noFilters }),
}

export const filters = withSubcommands('filters', [show, preset, off])

/** By its registered name, or as some language calls it, for those who type all of it. */
function presetNamed(text: string): PresetName {
  const typed = plain(text)
  const found = PRESET_NAMES.find(
    (name) =>
      name === typed || languages.some((words) => plain(words.filters.presets[name]) === typed),
  )
  if (found === undefined) throw new SegueError('unknown-preset')
  return found
}

/** Without case and accents. */
const plain = (text: string): string =>
  text.trim().toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '')
