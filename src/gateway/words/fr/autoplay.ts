import type { AutoplayMode, Relation } from '../../../domain/autoplay.ts'
import type { Title } from '../title.ts'
import type { NoticeWords } from '../words.ts'

export const autoplay: Readonly<Record<AutoplayMode, string>> = {
  off: 'La lecture automatique est désactivée.',
  similar:
    'La lecture automatique est activée\u202f: quand la file d’attente est vide, je joue des morceaux semblables au dernier.',
  artist:
    'La lecture automatique est activée\u202f: quand la file d’attente est vide, je joue des morceaux du même artiste.',
  genre:
    'La lecture automatique est activée\u202f: quand la file d’attente est vide, je joue des morceaux du même genre.',
  mixed:
    'La lecture automatique est activée\u202f: quand la file d’attente est vide, je joue ce qui va avec le dernier morceau.',
}

export const autoplayAtStart: Readonly<Record<AutoplayMode, string>> = {
  off: 'Quand la file d’attente est vide, je m’arrête.',
  similar: 'Quand la file d’attente est vide, je joue des morceaux semblables au dernier.',
  artist: 'Quand la file d’attente est vide, je joue des morceaux du même artiste.',
  genre: 'Quand la file d’attente est vide, je joue des morceaux du même genre.',
  mixed: 'Quand la file d’attente est vide, je joue ce qui va avec le dernier morceau.',
}

/** Why autoplay chose a track. */
export const chosen = (by: Relation, title: Title): string =>
  ({
    similar: `Lecture automatique\u202f: semblable à ${title}`,
    artist: `Lecture automatique\u202f: même artiste que ${title}`,
    album: `Lecture automatique\u202f: même album que ${title}`,
    genre: `Lecture automatique\u202f: même genre que ${title}`,
    history: `Lecture automatique\u202f: souvent joué ici avec ${title}`,
  })[by]

/** The same, as that track begins. */
export const chosenNow: NoticeWords['chosen'] = ({ track, by, other }) =>
  ({
    similar: `En cours\u202f: ${track} (lecture automatique\u202f: semblable à ${other})`,
    artist: `En cours\u202f: ${track} (lecture automatique\u202f: même artiste que ${other})`,
    album: `En cours\u202f: ${track} (lecture automatique\u202f: même album que ${other})`,
    genre: `En cours\u202f: ${track} (lecture automatique\u202f: même genre que ${other})`,
    history: `En cours\u202f: ${track} (lecture automatique\u202f: souvent joué ici avec ${other})`,
  })[by]
