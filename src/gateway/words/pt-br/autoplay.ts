import type { AutoplayMode, Relation } from '../../../domain/autoplay.ts'
import type { Title } from '../title.ts'
import type { NoticeWords } from '../words.ts'

export const autoplay: Readonly<Record<AutoplayMode, string>> = {
  off: 'A reprodução automática está desligada.',
  similar:
    'A reprodução automática está ligada: quando a fila está vazia, eu toco músicas parecidas com a última.',
  artist:
    'A reprodução automática está ligada: quando a fila está vazia, eu toco músicas do mesmo artista.',
  genre:
    'A reprodução automática está ligada: quando a fila está vazia, eu toco músicas do mesmo gênero.',
  mixed:
    'A reprodução automática está ligada: quando a fila está vazia, eu toco o que combina com a última música.',
}

export const autoplayAtStart: Readonly<Record<AutoplayMode, string>> = {
  off: 'Quando a fila está vazia, eu paro.',
  similar: 'Quando a fila está vazia, eu toco músicas parecidas com a última.',
  artist: 'Quando a fila está vazia, eu toco músicas do mesmo artista.',
  genre: 'Quando a fila está vazia, eu toco músicas do mesmo gênero.',
  mixed: 'Quando a fila está vazia, eu toco o que combina com a última música.',
}

/** Why autoplay chose a track. */
export const chosen = (by: Relation, title: Title): string =>
  ({
    similar: `Reprodução automática: parecida com ${title}`,
    artist: `Reprodução automática: mesmo artista de ${title}`,
    album: `Reprodução automática: mesmo álbum de ${title}`,
    genre: `Reprodução automática: mesmo gênero de ${title}`,
    history: `Reprodução automática: toca muito aqui junto com ${title}`,
  })[by]

/** The same, as that track begins. */
export const chosenNow: NoticeWords['chosen'] = ({ track, by, other }) =>
  ({
    similar: `Tocando ${track} (reprodução automática: parecida com ${other})`,
    artist: `Tocando ${track} (reprodução automática: mesmo artista de ${other})`,
    album: `Tocando ${track} (reprodução automática: mesmo álbum de ${other})`,
    genre: `Tocando ${track} (reprodução automática: mesmo gênero de ${other})`,
    history: `Tocando ${track} (reprodução automática: toca muito aqui junto com ${other})`,
  })[by]
