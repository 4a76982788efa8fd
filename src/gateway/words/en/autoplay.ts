import type { AutoplayMode, Relation } from '../../../domain/autoplay.ts'
import type { Title } from '../title.ts'
import type { NoticeWords } from '../words.ts'

export const autoplay: Readonly<Record<AutoplayMode, string>> = {
  off: 'Autoplay is off.',
  similar: 'Autoplay is on: when the queue is empty, I play tracks like the last one.',
  artist: 'Autoplay is on: when the queue is empty, I play tracks by the same artist.',
  genre: 'Autoplay is on: when the queue is empty, I play tracks of the same genre.',
  mixed: 'Autoplay is on: when the queue is empty, I play whatever goes with the last one.',
}

export const autoplayAtStart: Readonly<Record<AutoplayMode, string>> = {
  off: 'When the queue is empty, I stop.',
  similar: 'When the queue is empty, I play tracks like the last one.',
  artist: 'When the queue is empty, I play tracks by the same artist.',
  genre: 'When the queue is empty, I play tracks of the same genre.',
  mixed: 'When the queue is empty, I play whatever goes with the last one.',
}

/** Why autoplay chose a track. */
export const chosen = (by: Relation, title: Title): string =>
  ({
    similar: `Autoplay: like ${title}`,
    artist: `Autoplay: same artist as ${title}`,
    album: `Autoplay: same album as ${title}`,
    genre: `Autoplay: same genre as ${title}`,
    history: `Autoplay: often played here along with ${title}`,
  })[by]

/** The same, as that track begins. */
export const chosenNow: NoticeWords['chosen'] = ({ track, by, other }) =>
  ({
    similar: `Playing ${track} (autoplay: like ${other})`,
    artist: `Playing ${track} (autoplay: same artist as ${other})`,
    album: `Playing ${track} (autoplay: same album as ${other})`,
    genre: `Playing ${track} (autoplay: same genre as ${other})`,
    history: `Playing ${track} (autoplay: often played here along with ${other})`,
  })[by]
