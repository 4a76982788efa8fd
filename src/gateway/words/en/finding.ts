import type { FindingCommandWords, FindingOptions, FindingWords, MenuWords } from '../finding.ts'

export const finding: FindingWords = {
  choose: 'Choose what to play. Nobody else sees this list.',
  unsure: (title) => `I’m not sure which of these is ${title}. Choose what to play.`,
  placeholder: 'Choose a track',
  library: 'library',
}

export const menus: MenuWords = { 'Play this': 'Play this' }

const source: FindingOptions['source'] = {
  description: 'Where to search',
  choices: { library: 'my library', youtube: 'YouTube', soundcloud: 'SoundCloud' },
}

const options: FindingOptions = {
  query: { description: 'A title, artist, album, file name or link' },
  file: { description: 'An audio file' },
  shuffle: { description: 'Play a list in random order' },
  source,
}

const now = { description: 'Play it now instead of the current track' }

export const findingCommands: FindingCommandWords = {
  play: {
    description: 'Play a track: a title, a link or an attached file',
    options: {
      ...options,
      next: { description: 'Play it right after the current track' },
      now,
      split: { description: 'Queue a video’s chapters as tracks of their own' },
    },
  },
  playnext: { description: 'Play a track right after the current one', options },
  playnow: { description: 'Play a track now instead of the current one', options },
  search: {
    description: 'Look for something and choose from what I find',
    options: { query: { description: 'What to look for: a title, artist or album' }, source },
  },
  radio: {
    description: 'Play a radio station',
    options: { station: { description: 'What radio station, or the link of a stream' }, now },
  },
}
