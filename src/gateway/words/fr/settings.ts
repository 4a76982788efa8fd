import { formsOf } from '../forms.ts'
import type { SettingsWords } from '../words.ts'
import { autoplayAtStart } from './autoplay.ts'

const { number, percent, plural } = formsOf('fr')

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
  },
}
