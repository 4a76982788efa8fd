import { type FilterNames, type FilterWords, filtersIn, soundFormsOf } from '../filters.ts'
import { formsOf } from '../forms.ts'

const { percent } = formsOf('es')

const names: FilterNames = {
  presets: {
    nightcore: 'Nightcore',
    daycore: 'Daycore',
    vaporwave: 'Vaporwave',
    'slowed-reverb': 'Lento + reverberación',
    'double-time': 'Doble velocidad',
    'slow-motion': 'Cámara lenta',
    chipmunk: 'Ardilla',
    'deep-voice': 'Voz grave',
    'bass-low': 'Graves: pocos',
    'bass-medium': 'Graves: medios',
    'bass-high': 'Graves: altos',
    'bass-extreme': 'Graves: extremos',
    treble: 'Agudos',
    pop: 'Pop',
    rock: 'Rock',
    electronic: 'Electrónica',
    classical: 'Clásica',
    vocals: 'Voces',
    cathedral: 'Catedral',
    telephone: 'Teléfono',
    '8d': '8D',
    karaoke: 'Karaoke',
    tremolo: 'Trémolo',
    vibrato: 'Vibrato',
    echo: 'Eco',
    hall: 'Reverberación',
    soft: 'Suave',
    mono: 'Mono',
    distorted: 'Distorsión',
    night: 'Noche',
  },
  own: {
    volume: 'sonoridad',
    equalizer: 'ecualizador',
    karaoke: 'karaoke',
    tremolo: 'trémolo',
    vibrato: 'vibrato',
    rotation: 'rotación',
    distortion: 'distorsión',
    channelMix: 'mezcla de canales',
    lowPass: 'paso bajo',
    echo: 'eco',
    reverb: 'reverberación',
    compressor: 'compresor',
  },
  part: (preset, strength) => `${preset} (${strength})`,
  speed: (times) => `velocidad ${times}`,
  pitch: (times) => `tono ${times}`,
}

const on = filtersIn(names, 'es')

/** On what filters do to the sound. */
export const filters: FilterWords = {
  ...soundFormsOf('es'),
  presets: names.presets,
  say: (all) => said(on(all)),
  strength: percent,
  title: 'Filtros',
  choose: 'Ajustes: elige uno para activarlo o desactivarlo',
  chooseBand: 'Elige una banda',
  slower: 'Más lento',
  faster: 'Más rápido',
  lower: 'Más grave',
  higher: 'Más agudo',
  equalizer: 'Ecualizador',
  off: 'Quitar todos',
  back: 'Volver',
  flat: 'Plano',
}

const said = (on: readonly string[]): string =>
  on.length === 0 ? 'No hay ningún filtro activo.' : `Filtros: ${on.join(', ')}`
