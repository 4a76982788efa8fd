import { SegueError } from '../../base/error.ts'
import type { Command } from '../../domain/command.ts'
import { type FilterChange, presetsOn } from '../../domain/filters.ts'
import { PRESET_NAMES, type PresetName, STRENGTHS, type Strength } from '../../domain/presets.ts'
import { BANDS } from '../../domain/schema/sound.ts'
import { type Filters, noFilters } from '../../domain/sound.ts'
import { type Reply, toCaller } from '../interactions/reply.ts'
import { equalizerPanel } from '../views/equalizer.ts'
import { filterPanel } from '../views/filters.ts'
import type { LayoutView } from '../views/view.ts'
import type { Component, ComponentCall } from './component.ts'

/** The buttons and menus of the filter panel and of the equaliser's, and the card's button that opens one. */
export const filterComponents: readonly Component[] = [
  { action: 'card-filters', run: async (call) => toCaller(filterPanel(filtersOf(call))) },
  shows('filter-panel', (call) => filterPanel(filtersOf(call))),
  shows('filter-bands', (call) => equalizerPanel(filtersOf(call), 0)),
  shows('filter-band', (call) => equalizerPanel(filtersOf(call), bandOf(call.values[0]))),
  changes('filter-preset', (call) => {
    const preset = presetOf(call.values[0])
    const isOn = presetsOn(filtersOf(call)).some((one) => one.preset === preset)
    return isOn ? { kind: 'no-preset', preset } : turnedOn(call, preset)
  }),
  changes('filter-on', (call) => turnedOn(call, presetOf(call.args[0]))),
  changes('filter-off', ({ args }) => ({ kind: 'no-preset', preset: presetOf(args[0]) })),
  changes('filter-strength', ({ args }) => ({ kind: 'strength', strength: strengthOf(args[0]) })),
  changes('filter-speed', ({ args }) => ({ kind: 'speed-by', by: stepOf(args[0]) })),
  changes('filter-pitch', ({ args }) => ({ kind: 'pitch-by', by: stepOf(args[0]) })),
  changes(
    'filter-gain',
    ({ args }) => ({ kind: 'band', band: bandOf(args[0]), by: stepOf(args[1]) }),
    (filters, { args }) => equalizerPanel(filters, bandOf(args[0])),
  ),
  changes(
    'filter-flat',
    () => ({ kind: 'without', filter: 'equalizer' }),
    (filters) => equalizerPanel(filters, 0),
  ),
  obeys('filters-off', () => ({ kind: 'filters', filters: noFilters })),
]

function shows(action: string, view: (call: ComponentCall) => LayoutView): Component {
  return { action, run: async (call) => ({ view: view(call), visibility: 'in place' }) }
}

type Panel = (filters: Filters, call: ComponentCall) => LayoutView

function changes(
  action: string,
  change: (call: ComponentCall) => FilterChange,
  panel?: Panel,
): Component {
  return obeys(action, (call) => ({ kind: 'filter', change: change(call) }), panel)
}

/** Shows in the panel what came of the press. */
function obeys(
  action: string,
  command: (call: ComponentCall) => Command,
  panel: Panel = filterPanel,
): Component {
  return {
    action,
    run: async (call): Promise<Reply> => {
      await call.players.command(call.guildId, command(call), call.request())
      return { view: panel(filtersOf(call), call), visibility: 'in place' }
    },
  }
}

/** As strong as what's on. */
function turnedOn(call: ComponentCall, preset: PresetName): FilterChange {
  const [first] = presetsOn(filtersOf(call))
  return { kind: 'preset', preset, strength: first?.strength ?? 100 }
}

const filtersOf = ({ players, guildId }: ComponentCall): Filters => players.state(guildId).filters

const presetOf = (text: string | undefined): PresetName =>
  known(PRESET_NAMES.find((name) => name === text))

const strengthOf = (text: string | undefined): Strength =>
  known(STRENGTHS.find((strength) => String(strength) === text))

function bandOf(text: string | undefined): number {
  const band = Number(text)
  return known(Number.isInteger(band) && band >= 0 && band < BANDS ? band : undefined)
}

function stepOf(text: string | undefined): number {
  const step = Number(text)
  return known(Number.isFinite(step) && Math.abs(step) <= 1 ? step : undefined)
}

/** Whoever forges an id may write anything. */
function known<T>(value: T | undefined): T {
  if (value === undefined) throw new SegueError('outdated-control')
  return value
}
