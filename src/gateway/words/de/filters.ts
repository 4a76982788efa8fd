import { type FilterNames, type FilterWords, filtersIn, soundFormsOf } from '../filters.ts'
import { formsOf } from '../forms.ts'

const { percent } = formsOf('de')

const names: FilterNames = {
  presets: {
    nightcore: 'Nightcore',
    daycore: 'Daycore',
    vaporwave: 'Vaporwave',
    'slowed-reverb': 'Verlangsamt + Hall',
    'double-time': 'Doppeltes Tempo',
    'slow-motion': 'Zeitlupe',
    chipmunk: 'Streifenhörnchen',
    'deep-voice': 'Tiefe Stimme',
    'bass-low': 'Bass: wenig',
    'bass-medium': 'Bass: mittel',
    'bass-high': 'Bass: viel',
    'bass-extreme': 'Bass: extrem',
    treble: 'Höhen',
    pop: 'Pop',
    rock: 'Rock',
    electronic: 'Elektronisch',
    classical: 'Klassik',
    vocals: 'Gesang',
    cathedral: 'Kathedrale',
    telephone: 'Telefon',
    '8d': '8D',
    karaoke: 'Karaoke',
    tremolo: 'Tremolo',
    vibrato: 'Vibrato',
    echo: 'Echo',
    hall: 'Hall',
    soft: 'Weich',
    mono: 'Mono',
    distorted: 'Verzerrung',
    night: 'Nacht',
  },
  own: {
    volume: 'Lautheit',
    equalizer: 'Equalizer',
    karaoke: 'Karaoke',
    tremolo: 'Tremolo',
    vibrato: 'Vibrato',
    rotation: 'Rotation',
    distortion: 'Verzerrung',
    channelMix: 'Kanalmischung',
    lowPass: 'Tiefpass',
    echo: 'Echo',
    reverb: 'Hall',
    compressor: 'Kompressor',
  },
  part: (preset, strength) => `${preset} (${strength})`,
  speed: (times) => `Tempo ${times}`,
  pitch: (times) => `Tonhöhe ${times}`,
}

const on = filtersIn(names, 'de')

/** On what filters do to the sound. */
export const filters: FilterWords = {
  ...soundFormsOf('de'),
  presets: names.presets,
  say: (all) => said(on(all)),
  strength: percent,
  title: 'Filter',
  choose: 'Voreinstellungen: Wähle eine, um sie an- oder auszuschalten',
  chooseBand: 'Wähle ein Band',
  slower: 'Langsamer',
  faster: 'Schneller',
  lower: 'Tiefer',
  higher: 'Höher',
  equalizer: 'Equalizer',
  off: 'Alle aus',
  back: 'Zurück',
  flat: 'Neutral',
}

const said = (on: readonly string[]): string =>
  on.length === 0 ? 'Kein Filter ist an.' : `Filter: ${on.join(', ')}`
