import type { FindingCommandWords, FindingOptions, FindingWords, MenuWords } from '../finding.ts'

export const finding: FindingWords = {
  choose: 'Wähl aus, was ich spielen soll. Diese Liste siehst nur du.',
  unsure: (title) => `Ich bin nicht sicher, was davon ${title} ist. Wähle, was laufen soll.`,
  placeholder: 'Wähl einen Titel',
  library: 'Musiksammlung',
}

export const menus: MenuWords = { 'Play this': 'Das abspielen' }

const source: FindingOptions['source'] = {
  name: 'quelle',
  description: 'Wo ich suche',
  choices: { library: 'meine Musiksammlung', youtube: 'YouTube', soundcloud: 'SoundCloud' },
}

const options: FindingOptions = {
  query: { name: 'suche', description: 'Ein Titel, Interpret, Album, Dateiname oder Link' },
  file: { name: 'datei', description: 'Eine Audiodatei' },
  shuffle: { name: 'mischen', description: 'Eine Liste in zufälliger Reihenfolge abspielen' },
  source,
}

const now = { name: 'sofort', description: 'Sofort abspielen, statt des jetzigen Titels' }

export const findingCommands: FindingCommandWords = {
  play: {
    name: 'abspielen',
    description: 'Spielt etwas ab: einen Titel, einen Link oder eine angehängte Datei',
    options: {
      ...options,
      next: { name: 'danach', description: 'Gleich nach dem jetzigen Titel abspielen' },
      now,
      split: { description: 'Die Kapitel eines Videos als einzelne Titel einreihen' },
    },
  },
  playnext: {
    name: 'danach-abspielen',
    description: 'Spielt etwas gleich nach dem jetzigen Titel',
    options,
  },
  playnow: {
    name: 'sofort-abspielen',
    description: 'Spielt etwas sofort, statt des jetzigen Titels',
    options,
  },
  search: {
    name: 'suchen',
    description: 'Sucht etwas und lässt dich auswählen',
    options: {
      query: { name: 'suche', description: 'Wonach ich suche: ein Titel, Interpret oder Album' },
      source,
    },
  },
  radio: {
    description: 'Spielt einen Radiosender',
    options: {
      station: { name: 'sender', description: 'Welcher Sender, oder der Link eines Streams' },
      now,
    },
  },
}
