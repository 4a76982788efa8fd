import { formsOf, LANGUAGE, mentions } from '../forms.ts'
import type { SettingsWords } from '../words.ts'
import { autoplayAtStart } from './autoplay.ts'
import { segmentsIn } from './segments.ts'

const { number, percent, plural, list } = formsOf('fr')

export const settings: SettingsWords = {
  title: 'Paramètres',
  choose: 'Que veux-tu changer\u202f?',
  on: 'Activé',
  off: 'Désactivé',
  reset: 'Tout réinitialiser',
  resetAsk: 'Est-ce que je réinitialise tous les paramètres de ce serveur\u202f?',
  keep: 'Les garder',
  log: 'Qui a changé quoi',
  logNone: 'Personne n’a rien changé ces 30 derniers jours.',
  aKey: (id) => `clé ${id}`,
  fields: {
    volume: {
      label: 'Volume au départ',
      say: (value) => `Je commence avec le volume à ${percent(value)}.`,
    },
    autoplay: {
      label: 'Lecture automatique au départ',
      say: (mode) => autoplayAtStart[mode],
    },
    leaveAloneAfterMin: {
      label: 'Partir quand personne n’écoute',
      say: (minutes) =>
        minutes === 0
          ? 'Quand personne n’écoute, je reste.'
          : `Quand personne n’écoute, je pars au bout de ${number(minutes)} ${plural(minutes, { one: 'minute', many: 'de minutes', other: 'minutes' })}.`,
    },
    announcements: {
      label: 'Annonces',
      say: (way) =>
        ({
          card: 'Une carte dans le salon textuel montre ce qui joue.',
          lines: 'J’écris dans le salon textuel ce qui joue.',
          none: 'Je réponds aux commandes et je n’écris rien d’autre.',
        })[way],
    },
    voiceStatus: {
      label: 'Statut du salon vocal',
      say: (on) =>
        on
          ? 'Le statut du salon vocal montre ce qui joue.'
          : 'Je ne touche pas au statut du salon vocal.',
    },
    djRoleId: {
      label: 'Rôle DJ',
      say: (role) =>
        role === null
          ? 'Sont DJ les admins et la personne qui m’a fait venir.'
          : `Les membres de <@&${role}> sont DJ.`,
    },
    djOnly: {
      label: 'Réservé aux DJ',
      say: (what) =>
        ({
          off: 'Tout le monde dans mon salon dirige la musique.',
          control:
            'Seuls les DJ dirigent la musique\u202f; tout le monde peut ajouter des morceaux.',
          everything: 'Seuls les DJ dirigent la musique et ajoutent des morceaux.',
        })[what],
    },
    voteSkipPercent: {
      label: 'Votes pour passer',
      say: (value) =>
        value === 0
          ? 'Pas besoin de voter pour passer un morceau.'
          : `Pour passer le morceau de quelqu’un d’autre, ${percent(value)} des auditeurs doivent voter pour.`,
    },
    homeChannelId: {
      label: 'Salon permanent (24 h/24)',
      say: (channel) =>
        channel === null
          ? 'Je n’ai pas de salon où rester jour et nuit.'
          : `Je reste jour et nuit dans <#${channel}>, sauf si quelqu’un me renvoie.`,
    },
    textChannelIds: {
      label: 'Salons textuels',
      say: (ids) =>
        ids.length === 0
          ? 'Je prends les commandes dans tous les salons textuels.'
          : `Je prends les commandes dans ${mentions(ids)}.`,
    },
    voiceChannelIds: {
      label: 'Salons vocaux',
      say: (ids) =>
        ids.length === 0
          ? 'Je joue dans tous les salons vocaux.'
          : `Je ne joue que dans ${mentions(ids)}.`,
    },
    blockedWords: {
      label: 'Mots bloqués',
      say: (texts) =>
        texts.length === 0
          ? 'Aucun mot n’est bloqué.'
          : `Les morceaux avec ces mots sont bloqués\u202f: ${list(texts)}`,
    },
    allowedSources: {
      label: 'Sources permises',
      say: (texts) =>
        texts.length === 0
          ? 'Les morceaux peuvent venir de partout.'
          : `Les morceaux ne viennent que de\u202f: ${list(texts)}`,
    },
    blockedSources: {
      label: 'Sources bloquées',
      say: (texts) =>
        texts.length === 0
          ? 'Aucune source n’est bloquée.'
          : `Rien ne vient de\u202f: ${list(texts)}`,
    },
    fairOrder: {
      label: 'Chacun son tour',
      say: (fair) =>
        fair
          ? 'Les membres passent chacun leur tour.'
          : 'Les morceaux jouent dans l’ordre des demandes.',
    },
    duplicates: {
      label: 'Doublons',
      say: (policy) =>
        ({
          allow: 'Un morceau peut être demandé plusieurs fois.',
          warn: 'Un morceau peut être demandé plusieurs fois\u202f; je le signale.',
          block: 'Un morceau déjà dans la file d’attente n’y entre pas à nouveau.',
        })[policy],
    },
    maxTrackMin: {
      label: 'Durée maximale',
      say: (minutes) =>
        minutes === 0
          ? 'Un morceau peut durer autant qu’il veut.'
          : `Un morceau peut durer ${number(minutes)} ${plural(minutes, { one: 'minute', many: 'de minutes', other: 'minutes' })}.`,
    },
    maxPerMember: {
      label: 'Morceaux par membre',
      say: (count) =>
        count === 0
          ? 'Chaque membre peut demander autant de morceaux qu’il veut.'
          : `Morceaux en attente par membre\u202f: ${number(count)}.`,
    },
    maxQueue: {
      label: 'Taille de la file',
      say: (count) =>
        count === 0
          ? 'La file d’attente prend tout ce qui y entre.'
          : `Morceaux dans la file d’attente\u202f: ${number(count)} au plus.`,
    },
    libraryVisible: {
      label: 'Bibliothèque',
      say: (visible) =>
        visible
          ? 'La bibliothèque musicale de la personne qui m’héberge est ouverte aux membres.'
          : 'La bibliothèque musicale de la personne qui m’héberge est cachée.',
    },
    skippedSegments: {
      label: 'Laissé de côté dans les vidéos',
      say: (categories) =>
        categories.length === 0
          ? 'Je joue les vidéos YouTube en entier.'
          : `Dans les vidéos YouTube, je laisse de côté\u202f: ${segmentsIn(categories)}, si l’hébergeur de ce bot utilise SponsorBlock.`,
    },
    requestChannelId: {
      label: 'Salon des demandes',
      say: (channel) =>
        channel === null
          ? 'Aucun salon n’est prévu pour les demandes.'
          : `Dans <#${channel}>, on demande des morceaux avec un bouton.`,
    },
    language: {
      label: 'Langue',
      say: (language) =>
        language === 'auto'
          ? 'J’écris dans la langue de ce serveur.'
          : `J’écris dans cette langue\u202f: ${LANGUAGE[language]}.`,
    },
  },
}
