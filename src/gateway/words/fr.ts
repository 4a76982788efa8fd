import { formsOf } from './forms.ts'
import { chosen } from './fr/autoplay.ts'
import { card } from './fr/card.ts'
import { chapters } from './fr/chapters.ts'
import { commands } from './fr/commands.ts'
import { errors } from './fr/errors.ts'
import { filters } from './fr/filters.ts'
import { finding, menus } from './fr/finding.ts'
import { lyrics } from './fr/lyrics.ts'
import { notices } from './fr/notices.ts'
import { owner } from './fr/owner.ts'
import { playlists } from './fr/playlists.ts'
import { privacy } from './fr/privacy.ts'
import { scrobbles } from './fr/scrobbles.ts'
import { settings } from './fr/settings.ts'
import type { Words } from './words.ts'

const { number, percent, plural } = formsOf('fr')

const tracks = (count: number) =>
  `${number(count)} ${plural(count, { one: 'morceau', many: 'de morceaux', other: 'morceaux' })}`

/**
 * French, as friends talk, and with “tu”, as Discord’s own client. A narrow no-break space
 * (`\u202f`) stands before ! ? : ; and inside of « ».
 */
export const fr: Words = {
  locales: ['fr'],
  notices,
  errors,
  commands,
  finding,
  menus,
  lyrics,
  playlists,
  queue: {
    silence: 'Rien ne joue en ce moment.',
    now: (title) => `En cours\u202f: ${title}`,
    page: (page, pages) => `Page ${number(page)} sur ${number(pages)}`,
    queued: (count) => `${number(count)} en attente`,
    moreThan: (time) => `plus de ${time}`,
    live: 'en direct',
    loop: (mode) => ({ track: 'morceau en boucle', queue: 'file en boucle' })[mode],
    pick: 'À suivre\u202f: choisis ce qui joue maintenant',
    drop: 'En retirer un',
  },
  list: {
    adding: (count, total) =>
      total === null
        ? `J’ajoute des morceaux, ${number(count)} pour l’instant.`
        : `J’ajoute des morceaux\u202f: ${number(count)} sur ${number(total)}.`,
    added: (count) => `J’ai ajouté ${tracks(count)}.`,
    ended: (count) => `Je me suis arrêté après ${tracks(count)}.`,
    failed: (count, code) => `J’ai ajouté ${tracks(count)}, mais pas le reste. ${errors[code]}`,
  },
  remarks: {
    left: (count) =>
      `J’ai laissé ${tracks(count)} de côté à cause de la durée, des doublons ou des limites de ce serveur.`,
    twice: (count) => `Déjà dans la file d’attente\u202f: ${number(count)}.`,
  },
  past: {
    played: 'Ce qui a joué, le plus récent d’abord\u202f:',
    sent: 'Je t’ai envoyé ce morceau en message privé.',
    more: 'la suite avec /aide et une page',
  },
  card,
  buttons: { pause: 'Pause', request: 'Demander', resume: 'Reprendre' },
  requests: {
    typeHere: 'Ou écris ici ce que tu veux entendre.',
    typed: 'Ce qui y est écrit est aussi une demande.',
    untyped:
      'Je ne lis pas ce qui y est écrit\u202f: pour ça, Discord exige l’intent «\u202fMessage Content\u202f», et la personne qui m’héberge doit activer MESSAGE_CONTENT.',
  },
  nowPlaying: {
    waiting: {
      alone: (title) => `J’attends que quelqu’un soit là pour écouter ${title}`,
      muted: (title) => `Un modérateur m’a coupé le micro, alors ${title} attend`,
      suppressed: (title) => `Je n’ai pas le droit de parler ici, alors ${title} attend`,
      encryption: (title) => `J’attends le chiffrement du salon pour jouer ${title}`,
      source: (title) => `${title} charge encore`,
      retry: (title) => `Impossible de jouer ${title} pour le moment. Je réessaie.`,
      voice: (title) => `Je me connecte pour jouer ${title}`,
    },
    live: (time) => `en direct · ${time}`,
    before: (titles) => `Avant : ${titles.join(' · ')}`,
    requestedBy: (mention) => `Demandé par ${mention}`,
    chosen,
    volume: (value) => `volume à ${percent(value)}`,
  },
  filters,
  settings,
  owner,
  privacy,
  scrobbles,
  chapters,
}
