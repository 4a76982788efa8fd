import type { AutoplayMode, Relation } from '../../../domain/autoplay.ts'
import type { Title } from '../title.ts'
import type { NoticeWords } from '../words.ts'

export const autoplay: Readonly<Record<AutoplayMode, string>> = {
  off: 'La reproducción automática está desactivada.',
  similar:
    'La reproducción automática está activada: cuando la cola está vacía, pongo canciones parecidas a la última.',
  artist:
    'La reproducción automática está activada: cuando la cola está vacía, pongo canciones del mismo artista.',
  genre:
    'La reproducción automática está activada: cuando la cola está vacía, pongo canciones del mismo género.',
  mixed:
    'La reproducción automática está activada: cuando la cola está vacía, pongo lo que va con la última canción.',
}

export const autoplayAtStart: Readonly<Record<AutoplayMode, string>> = {
  off: 'Cuando la cola está vacía, paro.',
  similar: 'Cuando la cola está vacía, pongo canciones parecidas a la última.',
  artist: 'Cuando la cola está vacía, pongo canciones del mismo artista.',
  genre: 'Cuando la cola está vacía, pongo canciones del mismo género.',
  mixed: 'Cuando la cola está vacía, pongo lo que va con la última canción.',
}

/** Why autoplay chose a track. */
export const chosen = (by: Relation, title: Title): string =>
  ({
    similar: `Reproducción automática: parecida a ${title}`,
    artist: `Reproducción automática: mismo artista que ${title}`,
    album: `Reproducción automática: mismo álbum que ${title}`,
    genre: `Reproducción automática: mismo género que ${title}`,
    history: `Reproducción automática: suena aquí a menudo junto a ${title}`,
  })[by]

/** The same, as that track begins. */
export const chosenNow: NoticeWords['chosen'] = ({ track, by, other }) =>
  ({
    similar: `Suena ${track} (reproducción automática: parecida a ${other})`,
    artist: `Suena ${track} (reproducción automática: mismo artista que ${other})`,
    album: `Suena ${track} (reproducción automática: mismo álbum que ${other})`,
    genre: `Suena ${track} (reproducción automática: mismo género que ${other})`,
    history: `Suena ${track} (reproducción automática: suena aquí a menudo junto a ${other})`,
  })[by]
