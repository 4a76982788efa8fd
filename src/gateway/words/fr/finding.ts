import type { FindingCommandWords, FindingOptions, FindingWords, MenuWords } from '../finding.ts'

export const finding: FindingWords = {
  choose: 'Choisis ce que je joue. Toi seul vois cette liste.',
  unsure: (title) => `Je ne sais pas lequel est ${title}. Choisis ce qui doit jouer.`,
  placeholder: 'Choisis un morceau',
  library: 'bibliothèque',
}

export const menus: MenuWords = { 'Play this': 'Jouer ça' }

const source: FindingOptions['source'] = {
  name: 'source',
  description: 'Où chercher',
  choices: { library: 'ma bibliothèque', youtube: 'YouTube', soundcloud: 'SoundCloud' },
}

const options: FindingOptions = {
  query: { name: 'recherche', description: 'Un titre, artiste, album, nom de fichier ou lien' },
  file: { name: 'fichier', description: 'Un fichier audio' },
  shuffle: { name: 'mélanger', description: 'Jouer une liste dans le désordre' },
  source,
}

const now = {
  name: 'maintenant',
  description: 'Le jouer tout de suite, à la place du morceau en cours',
}

export const findingCommands: FindingCommandWords = {
  play: {
    name: 'jouer',
    description: 'Joue un morceau\u202f: un titre, un lien ou un fichier joint',
    options: {
      ...options,
      next: { name: 'ensuite', description: 'Le jouer juste après le morceau en cours' },
      now,
      split: { description: 'Ajouter les chapitres d’une vidéo comme des morceaux séparés' },
    },
  },
  playnext: {
    name: 'jouer-ensuite',
    description: 'Joue un morceau juste après celui en cours',
    options,
  },
  playnow: {
    name: 'jouer-maintenant',
    description: 'Joue un morceau tout de suite, à la place de celui en cours',
    options,
  },
  search: {
    name: 'chercher',
    description: 'Cherche quelque chose et te laisse choisir',
    options: {
      query: {
        name: 'recherche',
        description: 'Ce que je cherche\u202f: un titre, un artiste ou un album',
      },
      source,
    },
  },
  radio: {
    description: 'Joue une station de radio',
    options: { station: { description: 'Quelle station, ou le lien d’un flux' }, now },
  },
}
