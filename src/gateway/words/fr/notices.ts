import type { UnplayableCode } from '../../../domain/unplayable.ts'
import { formsOf } from '../forms.ts'
import { formatTime } from '../time.ts'
import type { Title } from '../title.ts'
import { typed } from '../typed.ts'
import type { NoticeWords } from '../words.ts'
import { autoplay, chosenNow } from './autoplay.ts'
import { commands } from './commands.ts'
import { errors } from './errors.ts'
import { filters } from './filters.ts'
import { segmentsIn } from './segments.ts'

const { number, percent, plural } = formsOf('fr')

export const notices: NoticeWords = {
  playing: ({ track, more }) =>
    more === 0 ? `En cours\u202f: ${track}` : `En cours\u202f: ${track}, puis ${moreTracks(more)}`,
  queued: ({ track, position, more }) =>
    more === 0
      ? `${track} est en position ${position} dans la file d’attente`
      : `${track} est en position ${position} dans la file d’attente, puis ${moreTracks(more)}`,
  waiting: ({ track, reason }) => WAITING[reason](track),
  starting: ({ track }) => `${track} va bientôt commencer.`,
  replaced: ({ track }) => `${track} n’a pas commencé, une autre commande est passée avant.`,
  failed: ({ track, code, sounded }) =>
    sounded
      ? `${track} s’est arrêté trop tôt. ${errors[code]}`
      : `Impossible de jouer ${track}. ${errors[code]}`,
  instead: ({ track, other, code }) =>
    `Impossible de jouer ${other}\u202f: ${INSTEAD[code]}. Le résultat suivant prend sa place\u202f: ${track}.`,
  retrying: ({ track }) =>
    `Impossible de jouer ${track} pour le moment. Je continue d’essayer\u202f; utilise /passer pour aller au suivant.`,
  postponed: ({ track }) =>
    `Toujours impossible de jouer ${track}. Je réessaierai après le morceau suivant.`,
  unreachable: ({ track, kept }) =>
    `Toujours impossible de jouer ${track}, alors j’ai arrêté. La file d’attente reste là (${tracks(kept)})\u202f: utilise /reprendre pour réessayer.`,
  'gave-up': ({ kept }) =>
    `Trop de morceaux d’affilée ont échoué, alors j’ai arrêté. La file d’attente reste là (${tracks(kept)})\u202f: utilise /reprendre pour continuer ou /vider pour l’effacer.`,
  finished: () => 'C’était le dernier morceau de la file d’attente.',
  paused: ({ track }) => `${track} est en pause.`,
  resumed: ({ track }) => `${track} reprend.`,
  stopped: () => 'La musique est arrêtée et la file d’attente est vide.',
  skipped: ({ track, more, next }) => {
    const passed = more === 0 ? track : `${track} et ${moreTracks(more)}`
    return `J’ai passé ${passed}. ${next === null ? 'La file d’attente est vide.' : `Ensuite\u202f: ${next}.`}`
  },
  voted: ({ track, votes, needed, leftMs }) =>
    `Vote pour passer ${track}\u202f: ${number(votes)} sur ${number(needed)}. Il reste ${number(Math.ceil(leftMs / 1000))} s pour voter avec /voter.`,
  'vote-over': ({ track, votes, needed }) =>
    `Le vote pour passer ${track} est terminé\u202f: ${number(votes)} sur ${number(needed)} l’ont voulu.`,
  dj: ({ userId }) => `<@${userId}> dirige maintenant la musique.`,
  'request-here': () => 'Appuie sur le bouton pour demander un morceau.',
  'from-host': ({ text }) => `De la part de la personne qui m’héberge\u202f: ${text}`,
  'left-out': ({ track, categories }) =>
    `Je laisse de côté des parties de ${track} que SponsorBlock signale ainsi\u202f: ${segmentsIn(categories)}.`,
  sought: ({ track, positionMs }) => `${track} en est maintenant à ${formatTime(positionMs)}.`,
  volume: ({ volume }) => `Volume\u202f: ${percent(volume)}`,
  autoplay: ({ mode }) => autoplay[mode],
  chosen: chosenNow,
  'nothing-related': ({ track }) =>
    `C’était le dernier morceau, et la lecture automatique n’a rien trouvé qui aille avec ${track}.`,
  filters: (told) => filters.say(told.on),
  loop: ({ loop }) => LOOPS[loop],
  removed: ({ track }) => `J’ai retiré ${track} de la file d’attente.`,
  replayed: ({ track }) => `${track} reprend depuis le début.`,
  'removed-some': ({ count }) => `J’ai retiré ${tracks(count)} de la file d’attente.`,
  moved: ({ track, position }) => `${track} est maintenant en position ${position}.`,
  corrected: ({ track, other, position }) => `${track} remplace ${other} en position ${position}.`,
  doubtful: ({ track, other }) =>
    `Je ne suis pas sûr que ${other} soit ${track}. Si ce n’est pas le cas, /erreur prend le résultat suivant.`,
  swapped: ({ track, other }) => `${track} et ${other} ont échangé leurs places.`,
  shuffled: ({ count }) => `J’ai mélangé ${tracks(count)}.`,
  undone: ({ change, count }) =>
    `J’ai annulé ${typed(commands, change)}. La file d’attente contient ${tracks(count)}.`,
  cleared: ({ count }) => `J’ai retiré ${tracks(count)} de la file d’attente.`,
  joined: ({ channelId, next }) =>
    next === null
      ? `Je suis dans <#${channelId}>.`
      : `Je suis dans <#${channelId}>, et ${next} reprend.`,
  left: () => 'J’ai quitté le salon vocal.',
  'join-queued': ({ waitMs }) => {
    const seconds = Math.ceil(waitMs / 1000)
    const unit = plural(seconds, { one: 'seconde', many: 'de secondes', other: 'secondes' })
    return `Je rejoins beaucoup de salons à la fois. Ce sera ton tour dans environ ${number(seconds)} ${unit}.`
  },
  rejoining: () =>
    'Le chiffrement du salon a échoué, donc personne ne m’entendait. Je me reconnecte.',
  'voice-lost': ({ code, kept }) =>
    kept === 0 ? errors[code] : `${errors[code]} La file d’attente reste là (${tracks(kept)}).`,
  'left-alone': ({ minutes, kept }) => {
    const unit = plural(minutes, { one: 'minute', many: 'de minutes', other: 'minutes' })
    const gone = `Personne n’a écouté pendant ${number(minutes)} ${unit}, alors je suis parti.`
    return kept === 0
      ? gone
      : `${gone} La file d’attente reste là (${tracks(kept)})\u202f: utilise /rejoindre pour me faire revenir.`
  },
  crashed: ({ track }) =>
    `J’ai planté deux fois en ouvrant ${track}, alors je l’ai laissé de côté. Utilise /jouer si tu veux réessayer.`,
  'rest-missing': ({ code }) =>
    `J’ai redémarré alors qu’une liste arrivait encore, et je n’ai pas pu avoir le reste. ${errors[code]}`,
  unreadable: ({ count }) =>
    plural(count, {
      one: `Je n’ai pas pu lire ${tracks(count)} de la file d’attente enregistrée, alors je l’ai laissé de côté. La personne qui m’héberge l’a encore.`,
      other: `Je n’ai pas pu lire ${tracks(count)} de la file d’attente enregistrée, alors je les ai laissés de côté. La personne qui m’héberge les a encore.`,
    }),
  'asked-to-speak': () =>
    'Je suis dans le public de cette conférence et j’ai demandé la parole. Un modérateur doit me la donner.',
  unheard: ({ code }) => errors[code],
}

const WAITING = {
  alone: (track: Title) => `${track} commence dès que quelqu’un est là pour écouter.`,
  muted: (track: Title) =>
    `Un modérateur m’a coupé le micro, alors ${track} attend. Ça part dès qu’on me le rend.`,
  suppressed: (track: Title) =>
    `Je n’ai pas le droit de parler ici, alors ${track} attend qu’un modérateur me laisse faire.`,
}

const LOOPS = {
  off: 'Plus rien ne tourne en boucle.',
  track: 'Le morceau en cours tourne en boucle.',
  queue: 'Toute la file d’attente tourne en boucle.',
}

const tracks = (count: number): string =>
  `${number(count)} ${plural(count, { one: 'morceau', many: 'de morceaux', other: 'morceaux' })}`
const moreTracks = (more: number): string =>
  `${number(more)} ${plural(more, { one: 'autre morceau', many: 'd’autres morceaux', other: 'autres morceaux' })}`

/** Why a track can't be played. */
const INSTEAD: Readonly<Record<UnplayableCode, string>> = {
  gone: 'ça n’existe plus',
  'age-limit': 'c’est soumis à une limite d’âge',
  region: 'c’est bloqué là où je suis hébergé',
  'sign-in': 'le site demande de se connecter',
  'host-refused': 'le site bloque l’adresse où je suis hébergé',
  drm: 'c’est protégé contre la copie (DRM)',
  unsupported: 'je ne connais pas ce format',
}
