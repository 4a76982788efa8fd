import { ComponentType } from 'discord.js'
import { gainOf } from '../../domain/filters.ts'
import { BANDS, GAIN } from '../../domain/schema/sound.ts'
import type { Filters } from '../../domain/sound.ts'
import type { FilterWords } from '../words/filters.ts'
import { customId } from './custom-id.ts'
import { panelButton, panelRow, panelText } from './filters.ts'
import type { LayoutView } from './view.ts'

/** The middle of each band, in Hz (Lavalink's). */
const HZ = [
  25, 40, 63, 100, 160, 250, 400, 630, 1_000, 1_600, 2_500, 4_000, 6_300, 10_000, 16_000,
] as const

/** What the four buttons add to a band's gain. */
const STEPS = [-0.15, -0.05, 0.05, 0.15] as const
const LABELS = ['−−', '−', '+', '++'] as const

/** Characters of a bar to each side of its middle. */
const HALF_BAR = 8

/** The panel of the equaliser's bands, of which one is chosen. */
export const equalizerPanel =
  (filters: Filters, chosen: number): LayoutView =>
  ({ filters: words }) => ({
    layout: [
      {
        type: ComponentType.Container,
        components: [
          panelText(`## ${words.equalizer}\n\`\`\`\n${curveOf(filters, words)}\n\`\`\``),
          panelRow(bandMenu(filters, chosen, words)),
          panelRow(
            ...STEPS.map((by, index) => ({
              ...panelButton(
                LABELS[index] ?? '',
                customId('filter-gain', String(chosen), String(by)),
              ),
              disabled: isAtEnd(gainOf(filters, chosen), by),
            })),
          ),
          panelRow(
            panelButton(words.flat, customId('filter-flat')),
            panelButton(words.back, customId('filter-panel')),
          ),
        ],
      },
    ],
  })

function bandMenu(filters: Filters, chosen: number, words: FilterWords) {
  return {
    type: ComponentType.StringSelect as const,
    custom_id: customId('filter-band'),
    placeholder: words.chooseBand,
    options: HZ.map((hz, band) => ({
      value: String(band),
      label: words.frequency(hz),
      description: words.decibels(decibelsOf(gainOf(filters, band))),
      default: band === chosen,
    })),
  }
}

function curveOf(filters: Filters, words: FilterWords): string {
  const width = Math.max(...HZ.map((hz) => words.frequency(hz).length))
  return HZ.slice(0, BANDS)
    .map((hz, band) => {
      const gain = gainOf(filters, band)
      const bar = gain < 0 ? below(gain) : above(gain)
      return `${words.frequency(hz).padStart(width)} ${bar} ${words.decibels(decibelsOf(gain))}`
    })
    .join('\n')
}

function below(gain: number): string {
  const filled = Math.round((gain / GAIN.minimum) * HALF_BAR)
  return `${'─'.repeat(HALF_BAR - filled)}${'█'.repeat(filled)}┼${'─'.repeat(HALF_BAR)}`
}

function above(gain: number): string {
  const filled = Math.round((gain / GAIN.maximum) * HALF_BAR)
  return `${'─'.repeat(HALF_BAR)}┼${'█'.repeat(filled)}${'─'.repeat(HALF_BAR - filled)}`
}

/** A band's loudness at its middle: the sound itself, and four times as much of the band as its gain. */
const decibelsOf = (gain: number): number =>
  gain <= GAIN.minimum ? Number.NEGATIVE_INFINITY : 20 * Math.log10(1 + 4 * gain)

const isAtEnd = (gain: number, by: number): boolean =>
  by < 0 ? gain <= GAIN.minimum : gain >= GAIN.maximum
