import { type FilterNames, type FilterWords, filtersIn, soundFormsOf } from '../filters.ts'
import { formsOf } from '../forms.ts'

const { percent } = formsOf('en')

const names: FilterNames = {
  presets: {
    nightcore: 'Nightcore',
    daycore: 'Daycore',
    vaporwave: 'Vaporwave',
    'slowed-reverb': 'Slowed + reverb',
    'double-time': 'Double time',
    'slow-motion': 'Slow motion',
    chipmunk: 'Chipmunk',
    'deep-voice': 'Deep voice',
    'bass-low': 'Bass: low',
    'bass-medium': 'Bass: medium',
    'bass-high': 'Bass: high',
    'bass-extreme': 'Bass: extreme',
    treble: 'Treble',
    pop: 'Pop',
    rock: 'Rock',
    electronic: 'Electronic',
    classical: 'Classical',
    vocals: 'Vocals',
    cathedral: 'Cathedral',
    telephone: 'Telephone',
    '8d': '8D',
    karaoke: 'Karaoke',
    tremolo: 'Tremolo',
    vibrato: 'Vibrato',
    echo: 'Echo',
    hall: 'Reverb',
    soft: 'Soft',
    mono: 'Mono',
    distorted: 'Distortion',
    night: 'Night',
  },
  own: {
    volume: 'loudness',
    equalizer: 'equaliser',
    karaoke: 'karaoke',
    tremolo: 'tremolo',
    vibrato: 'vibrato',
    rotation: 'rotation',
    distortion: 'distortion',
    channelMix: 'channel mix',
    lowPass: 'low-pass',
    echo: 'echo',
    reverb: 'reverb',
    compressor: 'compressor',
  },
  part: (preset, strength) => `${preset} (${strength})`,
  speed: (times) => `speed ${times}`,
  pitch: (times) => `pitch ${times}`,
}

const on = filtersIn(names, 'en')

/** On what filters do to the sound. */
export const filters: FilterWords = {
  ...soundFormsOf('en'),
  presets: names.presets,
  say: (all) => said(on(all)),
  strength: percent,
  title: 'Filters',
  choose: 'Presets: choose one to turn it on or off',
  chooseBand: 'Choose a band',
  slower: 'Slower',
  faster: 'Faster',
  lower: 'Lower',
  higher: 'Higher',
  equalizer: 'Equaliser',
  off: 'All off',
  back: 'Back',
  flat: 'Flat',
}

const said = (on: readonly string[]): string =>
  on.length === 0 ? 'No filters are on.' : `Filters: ${on.join(', ')}`
