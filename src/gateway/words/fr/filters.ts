import { type FilterNames, type FilterWords, filtersIn, soundFormsOf } from '../filters.ts'
import { formsOf } from '../forms.ts'

const { percent } = formsOf('fr')

const names: FilterNames = {
  presets: {
    nightcore: 'Nightcore',
    daycore: 'Daycore',
    vaporwave: 'Vaporwave',
    'slowed-reverb': 'Ralenti + réverbération',
    'double-time': 'Double vitesse',
    'slow-motion': 'Au ralenti',
    chipmunk: 'Tamia',
    'deep-voice': 'Voix grave',
    'bass-low': 'Basses\u202f: un peu',
    'bass-medium': 'Basses\u202f: moyennes',
    'bass-high': 'Basses\u202f: fortes',
    'bass-extreme': 'Basses\u202f: extrêmes',
    treble: 'Aigus',
    pop: 'Pop',
    rock: 'Rock',
    electronic: 'Électronique',
    classical: 'Classique',
    vocals: 'Voix',
    cathedral: 'Cathédrale',
    telephone: 'Téléphone',
    '8d': '8D',
    karaoke: 'Karaoké',
    tremolo: 'Trémolo',
    vibrato: 'Vibrato',
    echo: 'Écho',
    hall: 'Réverbération',
    soft: 'Doux',
    mono: 'Mono',
    distorted: 'Distorsion',
    night: 'Nuit',
  },
  own: {
    volume: 'intensité',
    equalizer: 'égaliseur',
    karaoke: 'karaoké',
    tremolo: 'trémolo',
    vibrato: 'vibrato',
    rotation: 'rotation',
    distortion: 'distorsion',
    channelMix: 'mélange des canaux',
    lowPass: 'passe-bas',
    echo: 'écho',
    reverb: 'réverbération',
    compressor: 'compresseur',
  },
  part: (preset, strength) => `${preset} (${strength})`,
  speed: (times) => `vitesse ${times}`,
  pitch: (times) => `hauteur ${times}`,
}

const on = filtersIn(names, 'fr')

/** On what filters do to the sound. */
export const filters: FilterWords = {
  ...soundFormsOf('fr'),
  presets: names.presets,
  say: (all) => said(on(all)),
  strength: percent,
  title: 'Filtres',
  choose: 'Préréglages\u202f: choisis-en un pour l’activer ou le désactiver',
  chooseBand: 'Choisis une bande',
  slower: 'Plus lent',
  faster: 'Plus vite',
  lower: 'Plus grave',
  higher: 'Plus aigu',
  equalizer: 'Égaliseur',
  off: 'Tout désactiver',
  back: 'Retour',
  flat: 'Neutre',
}

const said = (on: readonly string[]): string =>
  on.length === 0 ? 'Aucun filtre n’est actif.' : `Filtres\u202f: ${on.join(', ')}`
