import type { FindingCommandWords, FindingOptions, FindingWords, MenuWords } from '../finding.ts'

export const finding: FindingWords = {
  choose: 'Escolha o que eu toco. Só você vê esta lista.',
  unsure: (title) => `Não tenho certeza de qual destas é ${title}. Escolha o que tocar.`,
  placeholder: 'Escolha uma música',
  library: 'biblioteca',
}

export const menus: MenuWords = { 'Play this': 'Tocar isto' }

const source: FindingOptions['source'] = {
  name: 'fonte',
  description: 'Onde buscar',
  choices: { library: 'minha biblioteca', youtube: 'YouTube', soundcloud: 'SoundCloud' },
}

const options: FindingOptions = {
  query: { name: 'busca', description: 'Um título, artista, álbum, nome de arquivo ou link' },
  file: { name: 'arquivo', description: 'Um arquivo de áudio' },
  shuffle: { name: 'embaralhar', description: 'Tocar uma lista em ordem aleatória' },
  source,
}

const now = { name: 'agora', description: 'Tocar agora mesmo, no lugar da música atual' }

export const findingCommands: FindingCommandWords = {
  play: {
    name: 'tocar',
    description: 'Toca uma música: um título, um link ou um arquivo anexado',
    options: {
      ...options,
      next: { name: 'depois', description: 'Tocar logo depois da música atual' },
      now,
      split: { description: 'Adicionar os capítulos de um vídeo como músicas separadas' },
    },
  },
  playnext: { name: 'tocar-depois', description: 'Toca uma música logo depois da atual', options },
  playnow: {
    name: 'tocar-agora',
    description: 'Toca uma música agora mesmo, no lugar da atual',
    options,
  },
  search: {
    name: 'buscar',
    description: 'Busca algo e deixa você escolher',
    options: {
      query: { name: 'busca', description: 'O que eu busco: um título, um artista ou um álbum' },
      source,
    },
  },
  radio: {
    name: 'rádio',
    description: 'Toca uma estação de rádio',
    options: {
      station: { name: 'estação', description: 'Qual estação, ou o link de um stream' },
      now,
    },
  },
}
