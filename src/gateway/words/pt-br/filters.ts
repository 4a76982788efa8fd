import { type FilterNames, type FilterWords, filtersIn, soundFormsOf } from '../filters.ts'
import { formsOf } from '../forms.ts'

const { percent } = formsOf('pt-BR')

const names: FilterNames = {
  presets: {
    nightcore: 'Nightcore',
    daycore: 'Daycore',
    vaporwave: 'Vaporwave',
    'slowed-reverb': 'Lento + reverberação',
    'double-time': 'Dobro da velocidade',
    'slow-motion': 'Câmera lenta',
    chipmunk: 'Esquilo',
    'deep-voice': 'Voz grave',
    'bass-low': 'Graves: poucos',
    'bass-medium': 'Graves: médios',
    'bass-high': 'Graves: fortes',
    'bass-extreme': 'Graves: extremos',
    treble: 'Agudos',
    pop: 'Pop',
    rock: 'Rock',
    electronic: 'Eletrônica',
    classical: 'Clássica',
    vocals: 'Vozes',
    cathedral: 'Catedral',
    telephone: 'Telefone',
    '8d': '8D',
    karaoke: 'Karaokê',
    tremolo: 'Tremolo',
    vibrato: 'Vibrato',
    echo: 'Eco',
    hall: 'Reverberação',
    soft: 'Suave',
    mono: 'Mono',
    distorted: 'Distorção',
    night: 'Noite',
  },
  own: {
    volume: 'intensidade',
    equalizer: 'equalizador',
    karaoke: 'karaokê',
    tremolo: 'tremolo',
    vibrato: 'vibrato',
    rotation: 'rotação',
    distortion: 'distorção',
    channelMix: 'mistura de canais',
    lowPass: 'passa-baixa',
    echo: 'eco',
    reverb: 'reverberação',
    compressor: 'compressor',
  },
  part: (preset, strength) => `${preset} (${strength})`,
  speed: (times) => `velocidade ${times}`,
  pitch: (times) => `tom ${times}`,
}

const on = filtersIn(names, 'pt-BR')

/** On what filters do to the sound. */
export const filters: FilterWords = {
  ...soundFormsOf('pt-BR'),
  presets: names.presets,
  say: (all) => said(on(all)),
  strength: percent,
  title: 'Filtros',
  choose: 'Predefinições: escolha uma para ligar ou desligar',
  chooseBand: 'Escolha uma banda',
  slower: 'Mais lento',
  faster: 'Mais rápido',
  lower: 'Mais grave',
  higher: 'Mais agudo',
  equalizer: 'Equalizador',
  off: 'Desligar todos',
  back: 'Voltar',
  flat: 'Neutro',
}

const said = (on: readonly string[]): string =>
  on.length === 0 ? 'Nenhum filtro está ligado.' : `Filtros: ${on.join(', ')}`
