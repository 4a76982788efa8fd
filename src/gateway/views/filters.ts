import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import { areSame, presetsOn, whatIsOn } from '../../domain/filters.ts'
import { PRESET_NAMES, type PresetName, STRENGTHS } from '../../domain/presets.ts'
import { type Filters, noFilters } from '../../domain/sound.ts'
import type { FilterWords } from '../words/filters.ts'
import { customId } from './custom-id.ts'
import type { LayoutView } from './view.ts'

/** The presets that have a button, five a row; the others are in the menu, which takes 25. */
const BUTTONS = [
  ['8d', 'karaoke', 'tremolo', 'vibrato', 'echo'],
  ['hall', 'soft', 'mono', 'distorted', 'night'],
] as const satisfies readonly (readonly PresetName[])[]

const IN_MENU = PRESET_NAMES.filter((preset) => !BUTTONS.flat().some((one) => one === preset))

/** How far a press goes that makes it faster, slower, higher or lower. */
const STEP = 0.05

/** The panel of the filters: what's on, and all that changes it but the equaliser's bands. */
export const filterPanel =
  (filters: Filters): LayoutView =>
  ({ filters: words }) => ({
    layout: [
      {
        type: ComponentType.Container,
        components: [
          panelText(`## ${words.title}\n${words.say(whatIsOn(filters))}`),
          presetMenu(filters, words),
          ...BUTTONS.map((presets) => panelRow(...presets.map(toggle(filters, words)))),
          panelRow(
            panelButton(words.slower, customId('filter-speed', String(-STEP))),
            panelButton(words.faster, customId('filter-speed', String(STEP))),
            panelButton(words.lower, customId('filter-pitch', String(-STEP))),
            panelButton(words.higher, customId('filter-pitch', String(STEP))),
            panelButton(words.equalizer, customId('filter-bands')),
          ),
          panelRow(...strengths(filters, words), offButton(filters, words)),
        ],
      },
    ],
  })

/** What's chosen in it goes on, or off if it's on. */
function presetMenu(filters: Filters, words: FilterWords) {
  const on = presetsOn(filters).map(({ preset }) => preset)
  return panelRow({
    type: ComponentType.StringSelect,
    custom_id: customId('filter-preset'),
    placeholder: words.choose,
    options: IN_MENU.map((preset) => ({
      value: preset,
      label: words.presets[preset],
      ...(on.includes(preset) ? { emoji: { name: '✅' } } : {}),
    })),
  })
}

/** A button that says what it sets, so that two who press it at once want the same. */
const toggle = (filters: Filters, words: FilterWords) => (preset: PresetName) => {
  const isOn = presetsOn(filters).some((one) => one.preset === preset)
  return panelButton(
    words.presets[preset],
    customId(isOn ? 'filter-off' : 'filter-on', preset),
    isOn ? ButtonStyle.Success : ButtonStyle.Secondary,
  )
}

function strengths(filters: Filters, words: FilterWords) {
  const on = presetsOn(filters)
  return STRENGTHS.map((strength) => ({
    ...panelButton(
      words.strength(strength),
      customId('filter-strength', String(strength)),
      on.some((one) => one.strength === strength) ? ButtonStyle.Success : ButtonStyle.Secondary,
    ),
    disabled: on.length === 0,
  }))
}

const offButton = (filters: Filters, words: FilterWords) => ({
  ...panelButton(words.off, customId('filters-off'), ButtonStyle.Danger),
  disabled: areSame(filters, noFilters),
})

export const panelText = (content: string) =>
  ({ type: ComponentType.TextDisplay, content }) as const

export const panelRow = (
  ...components: APIComponentInMessageActionRow[]
): APIActionRowComponent<APIComponentInMessageActionRow> => ({
  type: ComponentType.ActionRow,
  components,
})

type Style = APIButtonComponentWithCustomId['style']

export const panelButton = (
  label: string,
  id: string,
  style: Style = ButtonStyle.Secondary,
): APIButtonComponentWithCustomId => ({ type: ComponentType.Button, style, custom_id: id, label })
