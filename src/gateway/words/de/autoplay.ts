import type { AutoplayMode, Relation } from '../../../domain/autoplay.ts'
import type { Title } from '../title.ts'
import type { NoticeWords } from '../words.ts'

export const autoplay: Readonly<Record<AutoplayMode, string>> = {
  off: 'Autoplay ist aus.',
  similar: 'Autoplay ist an: Wenn die Warteschlange leer ist, spiele ich Titel wie den letzten.',
  artist:
    'Autoplay ist an: Wenn die Warteschlange leer ist, spiele ich Titel desselben Interpreten.',
  genre: 'Autoplay ist an: Wenn die Warteschlange leer ist, spiele ich Titel desselben Genres.',
  mixed:
    'Autoplay ist an: Wenn die Warteschlange leer ist, spiele ich, was zum letzten Titel passt.',
}

export const autoplayAtStart: Readonly<Record<AutoplayMode, string>> = {
  off: 'Wenn die Warteschlange leer ist, höre ich auf.',
  similar: 'Wenn die Warteschlange leer ist, spiele ich Titel wie den letzten.',
  artist: 'Wenn die Warteschlange leer ist, spiele ich Titel desselben Interpreten.',
  genre: 'Wenn die Warteschlange leer ist, spiele ich Titel desselben Genres.',
  mixed: 'Wenn die Warteschlange leer ist, spiele ich, was zum letzten Titel passt.',
}

/** Why autoplay chose a track. */
export const chosen = (by: Relation, title: Title): string =>
  ({
    similar: `Autoplay: ähnlich wie ${title}`,
    artist: `Autoplay: derselbe Interpret wie ${title}`,
    album: `Autoplay: dasselbe Album wie ${title}`,
    genre: `Autoplay: dasselbe Genre wie ${title}`,
    history: `Autoplay: läuft hier oft zusammen mit ${title}`,
  })[by]

/** The same, as that track begins. */
export const chosenNow: NoticeWords['chosen'] = ({ track, by, other }) =>
  ({
    similar: `Jetzt läuft ${track} (Autoplay: ähnlich wie ${other})`,
    artist: `Jetzt läuft ${track} (Autoplay: derselbe Interpret wie ${other})`,
    album: `Jetzt läuft ${track} (Autoplay: dasselbe Album wie ${other})`,
    genre: `Jetzt läuft ${track} (Autoplay: dasselbe Genre wie ${other})`,
    history: `Jetzt läuft ${track} (Autoplay: läuft hier oft zusammen mit ${other})`,
  })[by]
